package dev.imagemirror.sync;

import dev.imagemirror.oci.Digest;

/// What a tag needs. A dry run shows it, a run does it.
public sealed interface Action {
    /// Write a tag that the target does not have.
    record Copy() implements Action {}

    /// Write over what the target's tag names now.
    record Overwrite(Digest replaced) implements Action {}

    /// Nothing is to be written.
    record Keep() implements Action {}
}
