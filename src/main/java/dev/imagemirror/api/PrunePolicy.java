package dev.imagemirror.api;

/// What is done about tags that may go; the constants are written as they stand in the resource.
public enum PrunePolicy {
    /// Nothing.
    Keep,
    /// They have the action Delete in the status.
    Report,
    /// They are deleted.
    Delete
}
