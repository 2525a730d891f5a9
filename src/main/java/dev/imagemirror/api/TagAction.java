package dev.imagemirror.api;

/// What a dry run would do to the target; the constants are written as they stand in the resource. `Keep` and `Delete`
/// of the contract come with the fields that bring them, `onChange` and `prune`.
public enum TagAction {
    /// Write a tag that the target lacks.
    Copy,
    /// Move a tag that the target holds with another digest.
    Overwrite
}
