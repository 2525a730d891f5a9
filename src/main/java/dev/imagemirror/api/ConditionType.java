package dev.imagemirror.api;

/// The conditions of a mirror; the constants are written as they stand in the resource. `Ready` is always there, the
/// others only while they are true.
public enum ConditionType {
    /// The last finished run listed every source in full and left every selected tag Present, or excused.
    Ready,
    /// A new generation, a first run or a retry after a failure is under way.
    Reconciling,
    /// Nothing is retried until the specification is edited.
    Stalled,
    /// The last run ended with tags still to write.
    TargetOutOfSync,
    /// A source did not answer.
    SourceUnreachable,
    /// A credential is missing, malformed or refused.
    AuthenticationFailed,
    /// A registry asks for patience.
    RateLimited,
    /// Tag lists are cut to the byte budget of the status.
    StatusTruncated
}
