package dev.imagemirror.sync;

import dev.imagemirror.copy.PlatformSubset;

/// How the images of a source are copied.
///
/// @param subset how much of a multi-platform image
/// @param referrers whether what refers to an image goes with it: signatures, attestations, lists of contents
public record CopyOptions(PlatformSubset subset, boolean referrers) {
    /// Everything.
    public static final CopyOptions DEFAULT = new CopyOptions(new PlatformSubset.Whole(), true);
}
