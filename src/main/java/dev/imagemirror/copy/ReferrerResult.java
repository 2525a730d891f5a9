package dev.imagemirror.copy;

import dev.imagemirror.content.Failure;

/// How the look for what refers to an image ended. The image itself is not judged by it.
public sealed interface ReferrerResult {
    /// All that the source names is at the target.
    record Done() implements ReferrerResult {}

    /// Nobody looked here: it is not wanted, or the same image was taken care of under another tag in this run.
    record Left() implements ReferrerResult {}

    /// Something is not there.
    ///
    /// @param failure the first reason
    record Failed(Failure failure) implements ReferrerResult {}
}
