package dev.imagemirror.copy;

/// What of an image is copied, and what with it.
///
/// @param subset how much of a multi-platform image
/// @param referrers what travels with it
/// @param foreignLayers whether layers that may not be handed on are copied like others; otherwise they stay where
///     their image says that they are (image specification, "Non-Distributable Layers")
public record CopyScope(PlatformSubset subset, ReferrerScope referrers, boolean foreignLayers) {
    /// Images whole, but for foreign layers.
    public static CopyScope whole(ReferrerScope referrers) {
        return new CopyScope(new PlatformSubset.Whole(), referrers, false);
    }
}
