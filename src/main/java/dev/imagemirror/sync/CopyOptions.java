package dev.imagemirror.sync;

import dev.imagemirror.copy.PlatformSubset;

/// How the images of a source are copied.
///
/// @param subset how much of a multi-platform image
/// @param referrers whether what refers to an image goes with it: signatures, attestations, lists of contents
/// @param foreignLayers whether layers that may not be handed on are copied too; the source must have them
public record CopyOptions(PlatformSubset subset, boolean referrers, boolean foreignLayers) {
    /// Everything that may be handed on.
    public static final CopyOptions DEFAULT = new CopyOptions(new PlatformSubset.Whole(), true);

    public CopyOptions(PlatformSubset subset, boolean referrers) {
        this(subset, referrers, false);
    }
}
