package dev.imagemirror.bench.result;

import dev.imagemirror.bench.tool.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// All rounds of one tool in one case.
///
/// @param tool   by its name
/// @param rounds at least one
public record Measurement(Case of, String tool, Floor floor, List<Round> rounds) {
    private static final double NANOS = 1e9;

    public Measurement {
        rounds = List.copyOf(rounds);
    }

    /// The first thing that went wrong; such a row has no figures.
    public Optional<String> problem() {
        return rounds.stream().flatMap(round -> round.problem().stream()).findFirst();
    }

    /// Seconds.
    public Spread wall() {
        return spread(usage -> seconds(usage.wall()));
    }

    /// Seconds.
    public Spread cpu() {
        return spread(usage -> seconds(usage.cpu()));
    }

    /// Bytes.
    public Spread peak() {
        return spread(Usage::peak);
    }

    /// Seconds from the last line that was printed to the end.
    public Spread exit() {
        return spread(usage -> seconds(usage.exit()));
    }

    /// Of the last round. Where timing decides what is asked, rounds differ.
    public Round last() {
        return rounds.getLast();
    }

    private Spread spread(ToDoubleFunction<Usage> figure) {
        return Spread.of(rounds.stream().map(Round::usage).mapToDouble(figure));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS;
    }
}
