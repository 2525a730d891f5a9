package dev.imagemirror.copy;

/// What of an image is copied, and what with it.
///
/// @param subset how much of a multi-platform image
/// @param referrers what travels with it
public record CopyScope(PlatformSubset subset, ReferrerScope referrers) {
    /// Images whole.
    public static CopyScope whole(ReferrerScope referrers) {
        return new CopyScope(new PlatformSubset.Whole(), referrers);
    }
}
