package dev.imagemirror.api;

/// How a tag of the source compares with the target; the constants are written as they stand in the resource.
public enum TagState {
    /// Both sides have it, and the target's digest is the one that we would write.
    Present,
    /// The source has it, the target does not.
    Absent,
    /// Both sides have it, with different digests.
    Changed,
    /// The source answers 404 for this very tag, the target has it.
    TargetOnly,
    /// This mirror wrote it, and the rules no longer choose it.
    Deselected,
    /// A named or assumed tag that exists nowhere.
    NotFound,
    /// A side could not be asked; the reason says why.
    Unknown
}
