package dev.imagemirror.http;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// Until when something rests, at most 15 minutes ahead. A wait that a server names is taken as it is; without one each
/// further refusal doubles the wait, from about one second to about a minute. Safe for use by many threads.
final class Pause {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final int DOUBLINGS = 6;

    private final Ticker ticker;
    private boolean resting;
    private long until;
    private int refusals;

    Pause(Ticker ticker) {
        this.ticker = ticker;
    }

    /// Rests for so long, or as long as it was to rest anyway.
    synchronized void rest(Duration wait) {
        long end = ticker.nanoTime() + (wait.compareTo(RetryAfter.MOST) > 0 ? RetryAfter.MOST : wait).toNanos();
        if (!resting || end - until > 0) {
            until = end;
            resting = true;
        }
    }

    /// Rests for longer than the last time. Refusals of requests that were under way together count as one.
    synchronized void backOff() {
        if (!left().isZero()) {
            return;
        }
        long base = FIRST.toMillis() << Math.min(refusals, DOUBLINGS);
        refusals++;
        rest(Duration.ofMillis(ThreadLocalRandom.current().nextLong(base / 2, base + base / 2)));
    }

    /// A request succeeded: the next refusal is the first again. What was imposed stays.
    synchronized void succeed() {
        if (left().isZero()) {
            refusals = 0;
        }
    }

    synchronized void end() {
        resting = false;
    }

    /// How much longer, zero when it does not rest.
    synchronized Duration left() {
        long left = resting ? until - ticker.nanoTime() : 0;
        if (left <= 0) {
            resting = false;
            return Duration.ZERO;
        }
        return Duration.ofNanos(left);
    }
}
