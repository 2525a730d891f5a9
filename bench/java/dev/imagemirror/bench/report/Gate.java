package dev.imagemirror.bench.report;

import dev.imagemirror.bench.result.Measurement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// A target of the design: a figure of one tool in one case, alone or against another tool's in the same rounds.
///
/// @param of   the name of the case
/// @param tool whose figure it is
/// @param peer against whose it is held; empty: the figure stands for itself
/// @param must the most that is allowed
/// @param aim  the most that is wanted; infinite: nothing beyond `must`
public record Gate(String of, String tool, Figure figure, String peer, double must, double aim) {

    /// What is compared: medians, and the most memory of any round.
    public enum Figure {
        WALL("wall"),
        CPU("CPU"),
        MEMORY("MB"),
        EXIT("s to end after the last line"),
        REQUESTS("requests");

        private final String text;

        Figure(String text) {
            this.text = text;
        }

        double of(Measurement measurement) {
            return switch (this) {
                case WALL -> measurement.wall().median();
                case CPU -> measurement.cpu().median();
                case MEMORY -> measurement.peak().max() / 1e6;
                case EXIT -> measurement.exit().median();
                case REQUESTS -> measurement.last().requests();
            };
        }
    }

    /// How a gate stands.
    public enum Verdict {
        PASS,
        /// Good enough, but not what was wanted.
        MISSES_AIM,
        FAIL,
        /// The case did not run, or one of the tools is not here or failed.
        NOT_MEASURED
    }

    /// A verdict with the figure that led to it.
    public record Result(Gate gate, Verdict verdict, OptionalDouble value) {
        public String line() {
            String found = value.isPresent() ? String.format(Locale.ROOT, "%.2f", value.getAsDouble()) : "-";
            return String.format(Locale.ROOT, "%-12s %8s  %s", verdict, found, gate);
        }
    }

    public Result judge(List<Measurement> measurements) {
        Optional<Measurement> mine = find(measurements, tool);
        Optional<Measurement> other = find(measurements, peer);
        if (mine.isEmpty() || (!peer.isEmpty() && other.isEmpty())) {
            return new Result(this, Verdict.NOT_MEASURED, OptionalDouble.empty());
        }
        double value = figure.of(mine.get()) / other.map(figure::of).orElse(1.0);
        Verdict verdict = value > must ? Verdict.FAIL : value > aim ? Verdict.MISSES_AIM : Verdict.PASS;
        return new Result(this, verdict, OptionalDouble.of(value));
    }

    private Optional<Measurement> find(List<Measurement> measurements, String name) {
        return measurements.stream()
                .filter(row -> row.of().name().equals(of) && row.tool().equals(name))
                .filter(row -> row.problem().isEmpty())
                .findFirst();
    }

    @Override
    public String toString() {
        String goal = Double.isInfinite(aim) ? "" : String.format(Locale.ROOT, ", aim %.2f", aim);
        String than = peer.isEmpty() ? "" : " / " + peer;
        return String.format(Locale.ROOT, "%s: %s %s%s, must %.2f%s", of, tool, figure.text, than, must, goal);
    }
}
