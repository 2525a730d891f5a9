package dev.imagemirror.sync;

import dev.imagemirror.content.Failure;
import dev.imagemirror.oci.Tag;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What became of tags that were to be deleted.
///
/// @param deleted those that are gone
/// @param kept why the others stay; null when none does, or for `failure`
/// @param failure what went wrong, also after some of them were deleted
record Removal(
        Set<Tag> deleted, @Nullable String kept, @Nullable Failure failure) {
    Removal {
        deleted = Set.copyOf(deleted);
    }

    static Removal done(Set<Tag> deleted) {
        return new Removal(deleted, null, null);
    }

    static Removal kept(String why) {
        return new Removal(Set.of(), why, null);
    }

    static Removal failed(Set<Tag> deleted, Failure failure) {
        return new Removal(deleted, null, failure);
    }
}
