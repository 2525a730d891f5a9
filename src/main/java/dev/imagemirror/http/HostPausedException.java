package dev.imagemirror.http;

import java.time.Duration;

/// A host asked for a wait that is longer than a worker may spend waiting: nothing was sent. The caller gives its
/// thread back and comes again after [#retryAfter()].
public final class HostPausedException extends RuntimeException {
    private final Duration retryAfter;

    HostPausedException(String host, String why, Duration retryAfter) {
        super("%s: %s; it is asked again in %d s".formatted(host, why, (retryAfter.toMillis() + 999) / 1000));
        this.retryAfter = retryAfter;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
