package dev.imagemirror.sync;

import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Digest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What an earlier run recorded of a target tag.
///
/// @param digest the source's digest
/// @param held what the target held; another digest than the source's when the index was cut to some platforms
/// @param present whether a run of this generation of the specification found the one to be what becomes of the other
/// @param settled whether the tag was ever Present with this digest: an immutable one stays at it
/// @param writtenTime when this mirror wrote what the target holds; null when it did not
/// @param since since when the source does not have it, or the rules do not choose it
/// @param gone which of the two; null when nobody knows
/// @param origin what the source of the record was; null when nobody knows
public record TagMemory(
        @Nullable Digest digest,
        @Nullable Digest held,
        boolean present,
        boolean settled,
        @Nullable Instant writtenTime,
        @Nullable Instant since,
        @Nullable TagState gone,
        SyncSource.@Nullable Origin origin) {
    static final TagMemory NONE = new TagMemory(null, null, false, false, null, null, null, null);

    /// The same after an edit, which may have changed what becomes of an image.
    public TagMemory ofEarlierGeneration() {
        return new TagMemory(digest, held, false, settled, writtenTime, since, gone, origin);
    }

    /// The same for who claims the tag: what another source wrote, or this one under other names, is not its own.
    TagMemory claimedBy(SyncSource.Origin source) {
        return origin == null || origin.equals(source)
                ? this
                : new TagMemory(digest, held, present, settled, null, null, null, origin);
    }

    /// What the tag named on this side, null when nobody knows.
    @Nullable
    Digest named(Side side) {
        return switch (side) {
            case SOURCE -> digest;
            case TARGET -> held;
        };
    }

    /// Whether these two were found to belong together.
    boolean pairs(Digest source, Digest target) {
        return present && source.equals(digest) && target.equals(held);
    }
}
