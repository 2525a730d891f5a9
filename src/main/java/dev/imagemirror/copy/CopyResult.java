package dev.imagemirror.copy;

import dev.imagemirror.oci.Digest;

/// How the copy of one image ended, when nothing went wrong.
public sealed interface CopyResult {
    /// The target's tag now names this digest.
    ///
    /// @param source what the source's tag names; another digest when the index was cut to some platforms
    /// @param written whether the tag was written; false when it already named the digest
    /// @param bytes bytes of blobs that moved
    /// @param referrers how it went with what refers to the image
    record Copied(Digest source, Digest digest, boolean written, long bytes, ReferrerResult referrers)
            implements CopyResult {}

    /// The source has no such tag.
    record Missing() implements CopyResult {}

    /// The target's tag was expected to be free and names something else; it was left alone.
    ///
    /// @param digest what the source has
    /// @param now what the target's tag names
    record Occupied(Digest digest, Digest now) implements CopyResult {}
}
