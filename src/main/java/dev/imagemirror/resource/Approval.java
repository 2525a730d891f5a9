package dev.imagemirror.resource;

import dev.imagemirror.api.ImageMirrorStatus;
import dev.imagemirror.api.Reason;
import java.util.Objects;

/// What a person answers to `PruneRefused`.
public final class Approval {
    private Approval() {}

    /// Whether the last run refused this very plan, so that the answer is worth a run.
    ///
    /// @param approved the hash of a plan
    public static boolean isAwaited(ImageMirrorStatus status, String approved) {
        return !approved.isBlank()
                && status.sources().stream()
                        .map(source -> source.error())
                        .filter(Objects::nonNull)
                        .anyMatch(error -> error.reason() == Reason.PruneRefused
                                && error.message().contains(approved));
    }
}
