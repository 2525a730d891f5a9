package dev.imagemirror.api;

/// Why a tag may go; the constants are written as they stand in the resource.
public enum PruneCause {
    /// The source does not have it any more: TargetOnly.
    Gone,
    /// This mirror wrote it, and the rules no longer choose it: Deselected.
    Deselected
}
