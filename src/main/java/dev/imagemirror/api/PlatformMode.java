package dev.imagemirror.api;

/// What the target gets of an image of which only some platforms are wanted; the constants are written as they stand
/// in the resource.
public enum PlatformMode {
    /// A smaller index, with a digest of its own.
    Rewrite,
    /// The original index with only the wanted children.
    Sparse
}
