package dev.imagemirror.sync;

/// What the last look at both sides said about one tag.
public enum TagState {
    /// Both sides have it, and the target holds what would be written.
    PRESENT,
    /// The source has it, the target does not.
    ABSENT,
    /// Both sides have it, with different digests.
    CHANGED,
    /// The target has it, the source answered 404 for that very tag.
    TARGET_ONLY,
    /// This mirror wrote it, and the rules no longer choose it.
    DESELECTED,
    /// A tag asked for by name that exists nowhere.
    NOT_FOUND,
    /// A side could not be asked.
    UNKNOWN;

    /// Whether the target has it and nobody asks for it.
    boolean isSurplus() {
        return this == TARGET_ONLY || this == DESELECTED;
    }
}
