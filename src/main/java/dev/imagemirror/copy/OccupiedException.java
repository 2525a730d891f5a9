package dev.imagemirror.copy;

import dev.imagemirror.oci.Digest;

/// A tag that was expected to be free names something. Ends as [CopyResult.Occupied].
final class OccupiedException extends RuntimeException {
    private final transient Digest now;

    /// @param now what the tag names
    OccupiedException(Digest now) {
        super("the tag names " + now);
        this.now = now;
    }

    Digest now() {
        return now;
    }
}
