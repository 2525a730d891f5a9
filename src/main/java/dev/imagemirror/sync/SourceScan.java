package dev.imagemirror.sync;

import dev.imagemirror.content.Failure;
import dev.imagemirror.content.TagList;
import dev.imagemirror.oci.Tag;
import java.util.List;

/// What the listings of one source and its target say, as far as they had to be read.
sealed interface SourceScan {
    /// @param target empty also when the target has no such repository
    record Listed(TagList source, TagList target, boolean targetExists) implements SourceScan {
        List<Tag> sourceTags() {
            return source.tags();
        }

        List<Tag> targetTags() {
            return target.tags();
        }
    }

    /// The tags are named, so nothing was listed.
    record Named() implements SourceScan {}

    /// A listing failed, so nothing can be said about any tag of the source.
    record Failed(Failure failure) implements SourceScan {}

    /// Only what failed before is tried again; the listings of that run stand.
    record Repeated(SourceReport previous) implements SourceScan {}
}
