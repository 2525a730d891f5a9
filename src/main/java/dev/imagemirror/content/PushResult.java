package dev.imagemirror.content;

import dev.imagemirror.oci.Digest;
import java.util.Set;

/// How the write of a manifest ended, when nothing went wrong on the way.
public sealed interface PushResult {
    /// The target holds the manifest.
    record Done() implements PushResult {}

    /// The target did not take the manifest, because it lacks what that refers to: an upload that it lost, or a blob
    /// that it said to hold and had removed. Written once more after that content, the manifest may be taken.
    ///
    /// @param missing what the target named, all of it referred to by the manifest; empty when it named nothing
    /// @param failure what to report when nothing is done about it
    record Incomplete(Set<Digest> missing, Failure failure) implements PushResult {
        public Incomplete {
            missing = Set.copyOf(missing);
        }
    }
}
