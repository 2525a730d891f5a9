package dev.imagemirror.registry;

import java.util.Optional;

/// Which shape of upload a host was seen to take; begins with the usual one, goes on to the next when that is refused,
/// and forgets everything when the last one is refused too. Safe for use by many threads.
final class UploadHabits {
    private static final int TOO_LARGE = 413;

    private UploadShape small = UploadShape.MONOLITHIC;
    private UploadShape large = UploadShape.STREAMED;

    /// For blobs that are in memory: [UploadShape#MONOLITHIC] or [UploadShape#STREAMED].
    synchronized UploadShape small() {
        return small;
    }

    /// For blobs that are streamed.
    synchronized UploadShape large() {
        return large;
    }

    /// The shape to try after this one was refused, empty when there is none left.
    synchronized Optional<UploadShape> refuseSmall(UploadShape refused) {
        small = refused == UploadShape.MONOLITHIC ? UploadShape.STREAMED : UploadShape.MONOLITHIC;
        return refused == UploadShape.MONOLITHIC ? Optional.of(UploadShape.STREAMED) : Optional.empty();
    }

    /// The shape to try after this one was refused, empty when there is none left.
    ///
    /// @param status of the refusal; what is too large in one piece is so in any other way too
    synchronized Optional<UploadShape> refuseLarge(UploadShape refused, int status) {
        Optional<UploadShape> next = switch (refused) {
            case STREAMED -> Optional.of(status == TOO_LARGE ? UploadShape.CHUNKED : UploadShape.MONOLITHIC);
            case MONOLITHIC -> status == TOO_LARGE ? Optional.of(UploadShape.CHUNKED) : Optional.empty();
            case CHUNKED -> Optional.empty();
        };
        large = next.orElse(UploadShape.STREAMED);
        return next;
    }
}
