package dev.imagemirror.http;

import java.time.Duration;

/// How much moves over one connection, measured against the time that its user waits for it: what the user spends
/// elsewhere, at the other end of a copy mostly, does not count. Times are nanoseconds of one monotonic clock. Safe for
/// use by one user and one who looks.
final class Flow {
    /// Below so many bytes a second a connection counts as stalled.
    static final int LEAST = 1_000;

    private final Duration usual;
    private Duration window;
    private long moved;
    private long waited;
    private boolean waiting;
    private long since;
    private int pending;
    private boolean stalled;

    /// @param window for how long that little must move
    Flow(Duration window) {
        this.usual = window;
        this.window = window;
    }

    /// The user begins to wait for a connection, which is one wait however often the other side moves a byte in it.
    synchronized void connect(long now, Duration limit) {
        window = limit;
        enter(now, 0);
    }

    /// What comes is judged by itself: the body of an answer is not slow because its server thought for a while.
    synchronized void begin() {
        window = usual;
        moved = 0;
        waited = 0;
        waiting = false;
    }

    /// The user begins to wait.
    ///
    /// @param bytes that are given away at once, and of which nobody can see how many are gone
    synchronized void enter(long now, int bytes) {
        waiting = true;
        since = now;
        pending = bytes;
    }

    /// The user waits no longer.
    synchronized void leave(long now, int bytes) {
        waited += waiting ? now - since : 0;
        moved += bytes;
        waiting = false;
        pending = 0;
    }

    /// Looks whether too little moves, which from then on is so.
    synchronized boolean look(long now) {
        long time = waited + (waiting ? now - since : 0);
        if (time < window.toNanos() || stalled) {
            return stalled;
        }
        long least = least(time);
        stalled = waiting && moved + Math.min(pending, least(window.toNanos())) < least;
        if (moved >= least) {
            openWindow(now);
        }
        return stalled;
    }

    synchronized boolean isStalled() {
        return stalled;
    }

    /// Whether nothing moves at all, as far as can be seen.
    synchronized boolean isSilent() {
        return moved == 0 && pending == 0;
    }

    private static long least(long nanos) {
        return nanos / 1_000_000 * LEAST / 1_000;
    }

    private void openWindow(long now) {
        moved = 0;
        waited = 0;
        since = now;
    }
}
