package dev.imagemirror.bench.report;

import static dev.imagemirror.bench.report.Gate.Figure.CPU;
import static dev.imagemirror.bench.report.Gate.Figure.EXIT;
import static dev.imagemirror.bench.report.Gate.Figure.MEMORY;
import static dev.imagemirror.bench.report.Gate.Figure.REQUESTS;
import static dev.imagemirror.bench.report.Gate.Figure.WALL;

import dev.imagemirror.bench.result.Measurement;
import dev.imagemirror.bench.tool.OneShot;
import dev.imagemirror.bench.tool.Warm;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// All targets, and how they stand.
public final class Gates {
    private static final double NONE = Double.POSITIVE_INFINITY;
    private static final String CRANE = "crane -j 8";

    private static final List<Gate> ALL = List.of(
            new Gate("cold-a", Warm.NAME, REQUESTS, "", 6415, NONE),
            new Gate("cold-b", Warm.NAME, REQUESTS, "", 112 + 19, NONE),
            new Gate("cold-c", Warm.NAME, REQUESTS, "", 3460, NONE),
            new Gate("unchanged-a", Warm.NAME, REQUESTS, "", 2002, NONE),
            new Gate("unchanged-c", Warm.NAME, REQUESTS, "", 102, NONE),
            new Gate("mount-a", Warm.NAME, REQUESTS, "", 3475, NONE),
            new Gate("retag-a", Warm.NAME, REQUESTS, "", 2002, NONE),
            new Gate("cold-a", Warm.NAME, WALL, CRANE, 0.78, 0.70),
            new Gate("cold-a", Warm.NAME, CPU, CRANE, 0.65, NONE),
            new Gate("cold-b", Warm.NAME, WALL, CRANE, 1.05, 0.95),
            new Gate("cold-b", Warm.NAME, CPU, CRANE, 1.2, NONE),
            new Gate("cold-b", Warm.NAME, CPU, "", 1.35 * 1.6, NONE),
            new Gate("cold-c", Warm.NAME, WALL, CRANE, 0.88, 0.78),
            new Gate("cold-c", Warm.NAME, CPU, CRANE, 0.90, NONE),
            new Gate("unchanged-a", Warm.NAME, WALL, CRANE, 1.5, 1.1),
            new Gate("cold-wan", Warm.NAME, WALL, "crane -j 32", 0.80, 0.70),
            new Gate("unchanged-wan", Warm.NAME, WALL, "crane -j 32", 0.70, 0.55),
            new Gate("tls-b", Warm.NAME, WALL, "skopeo", 1.0, 0.90),
            new Gate("tls-b", Warm.NAME, WALL, CRANE, 0.80, 0.70),
            new Gate("tls-b", Warm.NAME, CPU, "skopeo", 1.0, NONE),
            new Gate("cold-a", OneShot.NAME, WALL, CRANE, 1.05, 0.85),
            new Gate("cold-a", OneShot.NAME, WALL, "skopeo", 0.45, NONE),
            new Gate("cold-a", OneShot.NAME, WALL, "regsync", 0.70, NONE),
            new Gate("cold-b", OneShot.NAME, WALL, CRANE, 1.25, 1.05),
            new Gate("cold-b", OneShot.NAME, WALL, "skopeo", 1.15, NONE),
            new Gate("cold-c", OneShot.NAME, WALL, CRANE, 1.3, 1.0),
            new Gate("cold-c", OneShot.NAME, WALL, "skopeo", 0.65, NONE),
            new Gate("unchanged-a", OneShot.NAME, WALL, CRANE, 2.3, 1.3),
            new Gate("unchanged-a", OneShot.NAME, WALL, "skopeo", 0.25, NONE),
            new Gate("cold-wan", OneShot.NAME, WALL, "crane -j 16", 1.0, NONE),
            new Gate("cold-wan", OneShot.NAME, WALL, "crane -j 32", NONE, 0.95),
            new Gate("cold-a", OneShot.NAME, MEMORY, "", 150, NONE),
            new Gate("cold-b", OneShot.NAME, MEMORY, "", 150, NONE),
            new Gate("cold-a", OneShot.NAME, EXIT, "", 0.1, NONE),
            new Gate("unchanged-a", OneShot.NAME, EXIT, "", 0.1, NONE));

    private final List<Gate.Result> results;

    public Gates(List<Measurement> measurements) {
        results = ALL.stream().map(gate -> gate.judge(measurements)).toList();
    }

    public List<Gate.Result> results() {
        return results;
    }

    /// Whether every target was measured and none is missed by what it must be.
    public boolean pass() {
        return results.stream()
                .map(Gate.Result::verdict)
                .allMatch(Set.of(Gate.Verdict.PASS, Gate.Verdict.MISSES_AIM)::contains);
    }

    /// The section of the documentation.
    public String text() {
        Table table = new Table("case", "tool", "figure", "must", "aim", "measured", "verdict");
        for (Gate.Result result : results) {
            Gate gate = result.gate();
            String figure = gate.figure().name().toLowerCase(Locale.ROOT);
            table.add(
                    gate.of(),
                    gate.tool(),
                    gate.peer().isEmpty() ? figure : figure + " / " + gate.peer(),
                    limit(gate.must()),
                    limit(gate.aim()),
                    result.value().isPresent() ? limit(result.value().getAsDouble()) : "",
                    result.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
        return table.toString();
    }

    private static String limit(double value) {
        return Double.isInfinite(value)
                ? ""
                : String.format(Locale.ROOT, value == Math.rint(value) && value > 9 ? "%.0f" : "%.2f", value);
    }
}
