package dev.imagemirror.bench;

import dev.imagemirror.bench.result.Case;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Tells how far everything is. What is left is guessed from the cases' own guesses, corrected by what was seen.
final class Pace {
    private static final double OVERHEAD = 1.5;
    private static final double NANOS = 1e9;

    private final PrintStream out;
    private final double expected;
    private final long began = System.nanoTime();
    private double done;
    private volatile boolean quiet;

    Pace(PrintStream out, double expected) {
        this.out = out;
        this.expected = Math.max(1, expected);
    }

    /// Seconds that these cases are guessed to take.
    static double guess(List<Case> cases, int rounds) {
        return cases.stream()
                .mapToDouble(one -> guess(one) * one.tools().size() * Math.min(rounds, one.rounds()))
                .sum();
    }

    /// Of one run, with what has to be prepared and checked.
    static double guess(Case one) {
        return one.guess() + OVERHEAD;
    }

    void say(String text) {
        if (!quiet) {
            out.println(text);
        }
    }

    /// Something is done that was guessed to take so many seconds.
    void finish(double guessed, String what) {
        done += guessed;
        double spent = (System.nanoTime() - began) / NANOS;
        double left = Math.max(0, expected - done) * spent / Math.max(1, done);
        say(String.format(
                Locale.ROOT, "[%3.0f %%, %s left] %s", 100 * Math.min(1, done / expected), minutes(left), what));
    }

    static String minutes(double seconds) {
        Duration time = Duration.ofSeconds(Math.round(seconds));
        return "%d:%02d min".formatted(time.toMinutes(), time.toSecondsPart());
    }

    /// Whatever is said from now on is about the end that was asked for, and of no interest.
    void end() {
        quiet = true;
    }
}
