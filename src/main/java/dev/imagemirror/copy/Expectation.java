package dev.imagemirror.copy;

import dev.imagemirror.oci.Digest;

/// What the target's tag names right before it is written, so that nobody else's work is written over. The protocol
/// has no conditional write: a writer between the question and the write can still lose.
public sealed interface Expectation {
    Expectation ANYTHING = new Anything();
    Expectation ABSENT = new Absence();

    /// The tag is written without a question.
    record Anything() implements Expectation {}

    /// The target has no such tag; otherwise the copy ends as [CopyResult.Occupied].
    record Absence() implements Expectation {}

    /// The tag names this digest, or nothing; otherwise somebody wrote it meanwhile (`TargetMoved`).
    record Content(Digest digest) implements Expectation {}
}
