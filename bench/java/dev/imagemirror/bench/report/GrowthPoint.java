package dev.imagemirror.bench.report;

/// What one pass over a repository of so many tags cost.
///
/// @param pass     `plan`, `cold copy`, `unchanged`
/// @param seconds  of the clock
/// @param memory   bytes, most that were resident
/// @param requests on both sides
public record GrowthPoint(String pass, int tags, double seconds, double memory, long requests) {

    public double requestsPerTag() {
        return (double) requests / tags;
    }
}
