package dev.imagemirror.api;

/// What would be done to the target, or is left undone on purpose; the constants are written as they stand in the
/// resource.
public enum TagAction {
    /// Write a tag that the target lacks.
    Copy,
    /// Move a tag that the target holds with another digest.
    Overwrite,
    /// Leave a tag that changed as it is, since `spec.onChange` is `Keep`.
    Keep,
    /// Delete a tag of the target.
    Delete
}
