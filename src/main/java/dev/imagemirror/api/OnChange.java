package dev.imagemirror.api;

/// What is done when a tag moves at the source; the constants are written as they stand in the resource.
public enum OnChange {
    /// The target follows.
    Overwrite,
    /// The target's tag is left as it is.
    Keep
}
