package dev.imagemirror.content;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What went wrong: an expected outcome, so a value.
///
/// @param side which end failed
/// @param place the repository, or the host when the whole host is concerned
/// @param operation what was tried, as a phrase that follows "could not": `list the tags`, `push a blob`
/// @param detail the cause in one sentence, without secrets, query strings or control characters
/// @param status the HTTP status, 0 when there was no answer
/// @param retryAfter how long the server asked to wait, absent when it did not say
public record Failure(
        FailureKind kind,
        Side side,
        String place,
        String operation,
        String detail,
        int status,
        @Nullable Duration retryAfter) {

    public static Failure of(FailureKind kind, Side side, String place, String operation, String detail) {
        return new Failure(kind, side, place, operation, detail, 0, null);
    }

    /// The same with one more thing to say of it.
    public Failure adding(String more) {
        return new Failure(kind, side, place, operation, detail + "; " + more, status, retryAfter);
    }

    /// How long the server asked to wait.
    public Optional<Duration> pause() {
        return Optional.ofNullable(retryAfter);
    }

    /// `source quay.io/app: could not list the tags: connection refused`.
    @Override
    public String toString() {
        return "%s %s: could not %s: %s".formatted(side, place, operation, detail);
    }
}
