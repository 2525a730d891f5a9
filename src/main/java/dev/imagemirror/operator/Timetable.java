package dev.imagemirror.operator;

import dev.imagemirror.content.Failure;
import dev.imagemirror.sync.SyncReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// When a mirror runs next: by its interval with ±10 % of jitter, and before that, after failures that may pass, after
/// 30 s, doubling to 15 m, or when a registry says. After a run that a fault ended nothing begins for 5 s, whatever the
/// reason: it would end again at once. Not safe for use by several threads.
final class Timetable {
    static final Duration FIRST_RETRY = Duration.ofSeconds(30);
    static final Duration LAST_RETRY = Duration.ofMinutes(15);
    static final Duration REST = Duration.ofSeconds(5);
    private static final double JITTER = 0.1;

    private final RandomGenerator random;
    private Instant restedAt = Instant.MIN;
    private Instant begunAt;
    private Instant full;
    private @Nullable Instant retry;
    private int failures;

    /// @param full when the first run is due
    Timetable(RandomGenerator random, Instant full) {
        this.random = random;
        this.full = full;
        this.begunAt = full;
    }

    /// What is to begin.
    enum Due {
        NOTHING,
        RETRY,
        FULL
    }

    /// @param wanted whether there is a reason of the moment: an edit, a request, a Secret that changed
    Due due(Instant now, boolean wanted) {
        if (now.isBefore(restedAt)) {
            return Due.NOTHING;
        }
        if (wanted || !now.isBefore(full)) {
            return Due.FULL;
        }
        return retry != null && !now.isBefore(retry) ? Due.RETRY : Due.NOTHING;
    }

    /// Whether the last run ended with failures that may pass.
    boolean isRetrying() {
        return failures > 0;
    }

    /// When the next run begins if nothing else happens.
    Instant next() {
        Instant earlier = retry != null && retry.isBefore(full) ? retry : full;
        return earlier.isBefore(restedAt) ? restedAt : earlier;
    }

    /// A run is to begin as soon as possible.
    void hurry(Instant now) {
        full = now;
    }

    /// A fault ended a run: another one is to begin, after a rest.
    void rest(Instant now) {
        restedAt = now.plus(REST);
        full = restedAt;
    }

    /// A run has begun, so neither is due any more.
    void begun(Instant now, Duration interval, boolean retrying) {
        if (!retrying) {
            begunAt = now;
            full = now.plus(jittered(interval));
        }
        retry = null;
    }

    /// The interval was edited while a run is under way, which goes on.
    void adjust(Duration interval) {
        full = begunAt.plus(jittered(interval));
    }

    /// A run has ended with this report.
    void ended(SyncReport report, Instant now) {
        boolean passing = report.failures().anyMatch(failure -> failure.kind().isRetryable());
        if (!passing) {
            failures = 0;
            retry = null;
            return;
        }
        Duration backOff = FIRST_RETRY.multipliedBy(1L << Math.min(failures, 5));
        failures++;
        Duration wait = jittered(backOff.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : backOff);
        Duration asked = spread(asked(report));
        retry = now.plus(asked.compareTo(wait) > 0 ? asked : wait);
    }

    private static Duration asked(SyncReport report) {
        return report.failures()
                .filter(failure -> failure.kind().isRetryable())
                .map(Failure::retryAfter)
                .filter(Objects::nonNull)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private Duration jittered(Duration duration) {
        return scaled(duration, 1 + offset());
    }

    /// Later only: whoever comes before the time that a registry asked for is refused again.
    private Duration spread(Duration duration) {
        return scaled(duration, 1 + Math.abs(offset()));
    }

    private double offset() {
        return JITTER * (2 * random.nextDouble() - 1);
    }

    private static Duration scaled(Duration duration, double factor) {
        return Duration.ofMillis((long) (duration.toMillis() * factor));
    }
}
