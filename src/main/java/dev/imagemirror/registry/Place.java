package dev.imagemirror.registry;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.http.Redaction;

/// Where something went wrong: makes failures that say so.
record Place(Side side, String name) {
    ContentException failed(FailureKind kind, String operation, String detail) {
        return new ContentException(Failure.of(kind, side, name, operation, Redaction.clean(detail)));
    }

    ContentException failed(FailureKind kind, String operation, String detail, Throwable cause) {
        return new ContentException(Failure.of(kind, side, name, operation, Redaction.clean(detail)), cause);
    }
}
