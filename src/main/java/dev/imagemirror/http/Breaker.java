package dev.imagemirror.http;

import java.time.Duration;

/// Keeps requests from a host that gives no answers: after sixteen failures in a row only one request each 15 s tries
/// whether it is back, until one is answered. Repetitions have a budget besides, a tenth of the requests, so that many
/// who each repeat a little do not keep a host down that struggles. Safe for use by many threads.
final class Breaker {
    /// Failures in a row that open it.
    static final int FAILURES = 16;

    static final Duration INTERVAL = Duration.ofSeconds(15);
    /// Repetitions that may be saved up, and are there at the start.
    static final int SAVED = 10;

    private static final int REQUESTS_PER_REPETITION = 10;

    private final Ticker ticker;
    private int failures;
    private long probeAt;
    private int budget = SAVED * REQUESTS_PER_REPETITION;

    Breaker(Ticker ticker) {
        this.ticker = ticker;
    }

    /// Whether a request may be sent now; each true that comes while the host is broken is the one of its interval.
    synchronized boolean admits() {
        if (failures < FAILURES) {
            return true;
        }
        boolean probe = ticker.nanoTime() - probeAt >= 0;
        if (probe) {
            probeAt = ticker.nanoTime() + INTERVAL.toNanos();
        }
        return probe;
    }

    /// There was no answer.
    synchronized void fail() {
        failures++;
        if (failures == FAILURES) {
            probeAt = ticker.nanoTime() + INTERVAL.toNanos();
        }
    }

    /// There was one, whatever it says.
    synchronized void succeed() {
        failures = 0;
        budget = Math.min(SAVED * REQUESTS_PER_REPETITION, budget + 1);
    }

    /// Whether a failed request may be repeated, which takes from the budget.
    synchronized boolean repeats() {
        boolean enough = budget >= REQUESTS_PER_REPETITION;
        budget -= enough ? REQUESTS_PER_REPETITION : 0;
        return enough;
    }

    synchronized boolean isWhole() {
        return failures == 0;
    }
}
