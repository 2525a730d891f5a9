package dev.imagemirror.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// When things were last asked for with a good end, for what is not asked for in every run. It lives in memory only,
/// longer than a run: what nobody remembers is due. About 200 bytes for each thing. Safe for use by many threads.
///
/// @param <T> what is asked for, equal to itself from run to run
public final class LookTimes<T> {
    private final Duration period;
    private final Clock clock;
    private final Map<T, Instant> times = new ConcurrentHashMap<>();

    /// @param period after which something is due again
    public LookTimes(Duration period, Clock clock) {
        this.period = period;
        this.clock = clock;
    }

    /// Makes everything due.
    public void forgetAll() {
        times.clear();
    }

    /// Frees the room of what is due anyway, and perhaps gone.
    public void forgetDue() {
        Instant now = clock.instant();
        times.values().removeIf(looked -> isOver(looked, now));
    }

    boolean isDue(T what) {
        Instant looked = times.get(what);
        return looked == null || isOver(looked, clock.instant());
    }

    void note(T what) {
        times.put(what, clock.instant());
    }

    private boolean isOver(Instant looked, Instant now) {
        return !now.isBefore(looked.plus(period));
    }
}
