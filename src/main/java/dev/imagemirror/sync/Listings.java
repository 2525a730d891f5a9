package dev.imagemirror.sync;

import dev.imagemirror.content.TagList;
import dev.imagemirror.oci.Reference;
import dev.imagemirror.oci.Tag;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the listings of one source and its target say of single tags.
final class Listings {
    static final Listings NOT_ASKED = new Listings();

    private final TagList source;
    private final TagList target;
    private final @Nullable Set<Tag> atTarget;

    Listings(SourceScan.Listed listed) {
        source = listed.source();
        target = listed.target();
        atTarget = Set.copyOf(target.tags());
    }

    private Listings() {
        source = TagList.of(List.of());
        target = TagList.of(List.of());
        atTarget = null;
    }

    TagPlan.Listing look(Tag tag) {
        if (atTarget == null) {
            return TagPlan.Listing.NOT_ASKED;
        }
        return atTarget.contains(tag) ? TagPlan.Listing.LISTED : TagPlan.Listing.NOT_LISTED;
    }

    boolean holds(TargetTag there) {
        return look(there.tag()) == TagPlan.Listing.LISTED;
    }

    /// @param from the source's name of the tag
    /// @param to the target's name of it
    TagPlan.Named named(Reference from, Tag to) {
        return new TagPlan.Named(source.digests().get(from), target.digests().get(to));
    }
}
