package dev.imagemirror.bench.tool;

import java.util.function.Supplier;

/// A program that copies a repository.
public sealed interface Tool permits Crane, OneShot, Regsync, Skopeo, Warm {

    /// As it stands in the tables.
    String name();

    /// As it says itself. Ours is measured as it stands, before it has a number.
    default String version() {
        return "this commit";
    }

    /// Copies once, and waits for the end. What goes wrong is in the result.
    Usage run(Job job);

    /// What a program prints of its version, in one line.
    static String ask(Supplier<String> question) {
        try {
            return question.get().strip().lines().findFirst().orElse("?");
        } catch (IllegalStateException e) {
            return "unknown";
        }
    }
}
