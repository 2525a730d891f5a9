package dev.imagemirror.copy;

/// What a target repository may hold when a run begins, as far as nobody has asked for it: decides which question
/// finds out about a blob.
public enum Prior {
    /// The repository does not exist: nothing needs to be looked for.
    NOTHING,
    /// It has no tag, but an earlier run that was cut off may have left blobs there.
    LEFTOVERS,
    /// It has tags, and with them perhaps most of what new tags need.
    TAGS
}
