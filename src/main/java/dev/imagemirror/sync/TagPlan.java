package dev.imagemirror.sync;

import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Reference;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One tag to look at.
///
/// @param source the index of its source
/// @param name what it is called there: a tag, or the digest of a source that names one
/// @param role why it is looked at
/// @param assumed asked for by name, and excused when the source does not have it
/// @param atTarget what the target's listing says of it
/// @param named what the listings say that it names
/// @param others what else could be chosen for this target tag: unless they all are gone, it is not said to be
public record TagPlan(
        int source,
        Reference name,
        TargetTag target,
        Role role,
        boolean assumed,
        Listing atTarget,
        Named named,
        Set<SyncSource.Origin> others) {
    public enum Role {
        /// The rules choose it.
        SELECTED,
        /// The rules would choose it, but the source does not list it, or was not asked for its listing again.
        UNLISTED,
        /// This mirror wrote it, and the rules do not choose it any more.
        DESELECTED
    }

    /// The digests of a tag in the listings of some registries, which spares a question.
    ///
    /// @param source null when the source's listing does not say
    /// @param target null when the target's listing does not say
    public record Named(@Nullable Digest source, @Nullable Digest target) {
        static final Named NOWHERE = new Named(null, null);
    }

    public enum Listing {
        LISTED,
        NOT_LISTED,
        NOT_ASKED
    }

    static TagPlan selected(int source, Reference name, TargetTag target, boolean assumed, Listings listings) {
        return new TagPlan(
                source,
                name,
                target,
                Role.SELECTED,
                assumed,
                listings.look(target.tag()),
                listings.named(name, target.tag()),
                Set.of());
    }

    /// What the tag is by the rules alone, if the source does not keep it.
    TagState surplus() {
        return role == Role.DESELECTED ? TagState.DESELECTED : TagState.TARGET_ONLY;
    }

    /// The same with what else could be chosen by now.
    TagPlan amid(Set<SyncSource.Origin> rivals) {
        return new TagPlan(source, name, target, role, assumed, atTarget, named, rivals);
    }

    /// The same without what a listing of an earlier run said.
    TagPlan anew() {
        return new TagPlan(source, name, target, role, assumed, Listing.NOT_ASKED, Named.NOWHERE, others);
    }
}
