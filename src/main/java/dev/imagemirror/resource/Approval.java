package dev.imagemirror.resource;

import dev.imagemirror.api.ImageMirrorStatus;
import dev.imagemirror.api.Reason;
import java.util.Objects;
import java.util.regex.Pattern;

/// What a person answers to `PruneRefused`.
public final class Approval {
    /// A hash, and not a word that any message may hold: that would be a reason for a run after each run.
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{16}");

    private Approval() {}

    /// Whether the last run refused this very plan, so that the answer is worth a run.
    ///
    /// @param approved the hash of a plan
    public static boolean isAwaited(ImageMirrorStatus status, String approved) {
        return HASH.matcher(approved).matches()
                && status.sources().stream()
                        .map(source -> source.error())
                        .filter(Objects::nonNull)
                        .anyMatch(error -> error.reason() == Reason.PruneRefused
                                && error.message().contains(approved));
    }
}
