package dev.imagemirror.sync;

import dev.imagemirror.oci.Digest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What an earlier run recorded of a target tag.
///
/// @param digest the source's digest
/// @param writtenTime when this mirror wrote what the target holds; null when it did not
/// @param since since when the source does not have it, or the rules do not choose it
public record TagMemory(
        @Nullable Digest digest,
        @Nullable Instant writtenTime,
        @Nullable Instant since) {
    static final TagMemory NONE = new TagMemory(null, null, null);
}
