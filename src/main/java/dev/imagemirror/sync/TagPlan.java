package dev.imagemirror.sync;

import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Tag;
import org.jspecify.annotations.Nullable;

/// What is to be found out about one tag, and done if need be.
///
/// @param source the index of its source
/// @param role why it is looked at
/// @param atTarget what the target's listing says of it
/// @param named what the listings say that it names
record TagPlan(int source, Tag tag, TargetTag target, Role role, boolean assumed, Listing atTarget, Named named) {
    enum Role {
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
    record Named(@Nullable Digest source, @Nullable Digest target) {
        static final Named NOWHERE = new Named(null, null);
    }

    enum Listing {
        LISTED,
        NOT_LISTED,
        NOT_ASKED
    }
}
