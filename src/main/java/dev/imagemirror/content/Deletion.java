package dev.imagemirror.content;

/// How a deletion ended, when nothing went wrong.
public enum Deletion {
    /// It was there, and is not there any more.
    DONE,
    /// It was not there.
    ABSENT,
    /// The repository does not delete such things, or not for anybody.
    UNSUPPORTED,
    /// The deletion was accepted, but what should be gone is still there: a soft delete, a replica, a proxy.
    INEFFECTIVE
}
