package dev.imagemirror.copy;

import dev.imagemirror.content.DigestTags;

/// Whether signatures, attestations and bills of materials travel with the images of one source, and which tags may
/// hold them.
///
/// @param wanted whether they do
/// @param atSource which digest tags the source may have
/// @param atTarget which digest tags the target may have
public record ReferrerScope(boolean wanted, DigestTags atSource, DigestTags atTarget) {
    /// Images travel alone.
    public static final ReferrerScope NONE = new ReferrerScope(false, DigestTags.UNKNOWN, DigestTags.UNKNOWN);
    /// They do, and nothing was listed.
    public static final ReferrerScope ALL = new ReferrerScope(true, DigestTags.UNKNOWN, DigestTags.UNKNOWN);
}
