package dev.imagemirror.registry;

import dev.imagemirror.auth.AuthException;
import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.CorruptContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.http.Headers;
import dev.imagemirror.http.HostPausedException;
import dev.imagemirror.http.Redaction;
import dev.imagemirror.http.RetryAfter;
import dev.imagemirror.http.TransportException;
import java.time.InstantSource;

/// Turns what happened below into the failures of the ports.
final class Failures {
    private final Place place;
    private final InstantSource clock;

    Failures(Place place, InstantSource clock) {
        this.place = place;
        this.clock = clock;
    }

    ContentException of(ErrorAnswer answer, String operation, Action action) {
        return failure(Meaning.of(answer, action), operation, answer.detail(), answer.status(), answer.headers());
    }

    ContentException of(AuthException e, String operation) {
        FailureKind kind = switch (e.fault()) {
            case REFUSED, UNSUPPORTED -> FailureKind.UNAUTHORIZED;
            case DENIED -> FailureKind.DENIED;
            case REALM_REFUSED -> FailureKind.ADDRESS_REFUSED;
            case FAILED -> Meaning.ofTokenEndpoint(e.status());
        };
        return failure(kind, operation, e.getMessage(), e.status(), e.headers());
    }

    ContentException of(HostPausedException e, String operation) {
        return new ContentException(
                new Failure(
                        FailureKind.RATE_LIMITED,
                        place.side(),
                        place.name(),
                        operation,
                        Redaction.clean(e.getMessage()),
                        0,
                        e.retryAfter()),
                e);
    }

    ContentException of(TransportException e, String operation) {
        if (e.getCause() instanceof CorruptContentException corrupt) {
            return new ContentException(
                    Failure.of(
                            FailureKind.DIGEST_MISMATCH,
                            Side.SOURCE,
                            place.name(),
                            operation,
                            String.valueOf(corrupt.getMessage())),
                    e);
        }
        FailureKind kind = switch (e.fault()) {
            case UNREACHABLE -> FailureKind.UNREACHABLE;
            case TIMEOUT -> FailureKind.TIMEOUT;
            case TLS_FAILED -> FailureKind.TLS_FAILED;
            case ADDRESS_REFUSED -> FailureKind.ADDRESS_REFUSED;
            case LIMIT_EXCEEDED -> FailureKind.LIMIT_EXCEEDED;
            case CANCELLED -> FailureKind.CANCELLED;
            case NOT_HTTP -> FailureKind.NOT_A_REGISTRY;
            case BODY_FAILED -> FailureKind.INTERNAL;
        };
        return place.failed(kind, operation, e.getMessage(), e);
    }

    private ContentException failure(FailureKind kind, String operation, String detail, int status, Headers headers) {
        return new ContentException(new Failure(
                kind,
                place.side(),
                place.name(),
                operation,
                Redaction.clean(detail),
                status,
                RetryAfter.of(headers, clock.instant()).orElse(null)));
    }
}
