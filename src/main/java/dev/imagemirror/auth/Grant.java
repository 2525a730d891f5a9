package dev.imagemirror.auth;

import java.time.Duration;

/// A token and until when it is used. Times are those of the monotonic clock, so that no jump of the wall clock makes
/// a token live for ever or die at once.
///
/// @param goodUntil nanoseconds; before the registry's own end by a margin
record Grant(String token, long goodUntil) {
    /// The least lifetime and the one that holds when the server does not say (token specification, `expires_in`).
    static final Duration LEAST = Duration.ofSeconds(60);
    /// The longest lifetime that is believed.
    static final Duration MOST = Duration.ofHours(24);

    private static final Duration MARGIN = Duration.ofSeconds(30);

    /// @param expiresIn seconds, as the server said, 0 when it did not
    static Grant received(String token, long expiresIn, long now) {
        long seconds = Math.clamp(expiresIn, LEAST.toSeconds(), MOST.toSeconds());
        long lifetime = Duration.ofSeconds(seconds).toNanos();
        return new Grant(token, now + lifetime - Math.min(MARGIN.toNanos(), lifetime / 4));
    }

    boolean isGood(long now) {
        return now - goodUntil < 0;
    }

    @Override
    public String toString() {
        return "Grant[…]";
    }
}
