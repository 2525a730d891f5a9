package dev.imagemirror.content;

import org.jspecify.annotations.Nullable;

/// The one exception of the ports; what there is to know is in its [Failure].
public final class ContentException extends RuntimeException {
    private final transient Failure failure;

    public ContentException(Failure failure) {
        this(failure, null);
    }

    public ContentException(Failure failure, @Nullable Throwable cause) {
        super(failure.toString(), cause);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
