package dev.imagemirror.sync;

import dev.imagemirror.oci.Tag;

/// What is to be found out about one tag, and done if need be.
///
/// @param source the index of its source
/// @param role why it is looked at
/// @param atTarget what the target's listing says of it
record TagPlan(int source, Tag tag, TargetTag target, Role role, boolean assumed, Listing atTarget) {
    enum Role {
        /// The rules choose it.
        SELECTED,
        /// The rules would choose it, but the source does not list it, or was not asked for its listing again.
        UNLISTED,
        /// This mirror wrote it, and the rules do not choose it any more.
        DESELECTED
    }

    enum Listing {
        LISTED,
        NOT_LISTED,
        NOT_ASKED
    }
}
