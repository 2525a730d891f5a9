package dev.imagemirror.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How fast one account may ask one host. Safe for use by many threads; interrupted threads leave a wait at once.
public final class Pace {
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private final HostPace host;
    private final Ticker ticker;
    private final Duration patience;
    private final Pause everything;
    private final Pause pulls;
    private volatile @Nullable Reading reading;

    /// @param until when it says nothing any more, in nanoseconds of the ticker
    private record Reading(RateLimit rateLimit, long until) {}

    Pace(HostPace host, Ticker ticker, Duration patience) {
        this.host = host;
        this.ticker = ticker;
        this.patience = patience;
        this.everything = new Pause(ticker);
        this.pulls = new Pause(ticker);
    }

    /// Waits until a request of this kind may be sent: out of a pause if that is short, and for a place. The permit is
    /// closed when the request no longer weighs on the host.
    ///
    /// @throws HostPausedException when the pause is longer than a worker may wait
    /// @throws TransportException [TransportFault#CANCELLED], or [TransportFault#UNREACHABLE] when requests to this
    ///     host get no answers
    public Permit admit(Load load) {
        Duration waited = Duration.ZERO;
        try {
            while (true) {
                waited = waitOut(load, waited);
                Permit permit = host.lane(load).enter();
                if (left(load).isZero() && host.breaker().admits()) {
                    return permit;
                }
                permit.close();
                if (left(load).isZero()) {
                    throw new TransportException(
                            TransportFault.UNREACHABLE,
                            host.name(),
                            "no answer to %d requests in a row; one is tried every %d s"
                                    .formatted(Breaker.FAILURES, Breaker.INTERVAL.toSeconds()));
                }
                // The pause came while this thread stood in line.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransportException(TransportFault.CANCELLED, host.name(), "cancelled", e);
        }
    }

    /// Learns from an answer of the host: pauses this account after a 429 and the whole host after a 503 that says when
    /// to come back, and lets fewer requests in at once.
    ///
    /// @param now the time by the calendar, for waits that are given as dates
    /// @return whether the request was turned away and may be sent again after the pause
    public boolean learn(Permit permit, int status, Headers headers, Instant now) {
        host.breaker().succeed();
        RateLimit.of(host.name(), headers, now).ifPresent(this::keep);
        if (status != TOO_MANY && status != UNAVAILABLE) {
            everything.succeed();
            return false;
        }
        permit.narrow();
        Optional<Duration> wait = RetryAfter.of(headers, now);
        if (status == TOO_MANY) {
            wait.ifPresentOrElse(everything::rest, everything::backOff);
            return true;
        }
        wait.ifPresent(host.pause()::rest);
        return wait.isPresent();
    }

    /// The host gave no answer.
    public void fail() {
        host.breaker().fail();
    }

    /// Whether a request that failed may be sent again without anybody having asked for it.
    public boolean repeats() {
        return host.breaker().repeats();
    }

    /// Whether a request of this kind would be sent away now rather than wait.
    public boolean isLong(Load load) {
        return left(load).compareTo(patience) > 0;
    }

    /// What is known of the quota, empty when its window has passed since.
    public Optional<RateLimit> rateLimit() {
        Reading last = reading;
        return last == null || ticker.nanoTime() - last.until() > 0 ? Optional.empty() : Optional.of(last.rateLimit());
    }

    /// Most requests at once of this kind at present, of all accounts of the host.
    int limit(Load load) {
        return host.lane(load).limit();
    }

    boolean isForgettable() {
        return left(Load.PULL).isZero() && rateLimit().isEmpty();
    }

    boolean isAt(HostPace other) {
        return host == other;
    }

    private void keep(RateLimit quota) {
        Duration window = quota.window().isZero() ? RetryAfter.MOST : quota.window();
        reading = new Reading(quota, ticker.nanoTime() + window.toNanos());
        if (quota.isScarce()) {
            // Requests that are free tell when the quota is back; where there are none, one pull asks now and then.
            pulls.rest(window);
        } else {
            pulls.end();
        }
    }

    /// @param waited how long this request has waited for pauses before
    private Duration waitOut(Load load, Duration waited) throws InterruptedException {
        Duration total = waited;
        for (Duration left = left(load); !left.isZero(); left = left(load)) {
            total = total.plus(left);
            if (total.compareTo(patience) > 0) {
                throw new HostPausedException(host.name(), why(load), left);
            }
            ticker.pause(left);
        }
        return total;
    }

    private String why(Load load) {
        return load == Load.PULL && !pulls.left().isZero()
                ? "its quota of pulls is nearly used up"
                : "it asked to be left alone for a while";
    }

    /// How long requests of this kind are to wait at present.
    Duration left(Load load) {
        Duration left = longer(host.pause().left(), everything.left());
        return load == Load.PULL ? longer(left, pulls.left()) : left;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
