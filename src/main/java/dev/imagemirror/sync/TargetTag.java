package dev.imagemirror.sync;

import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;

/// A tag of the target: what the memory of one run to the next is kept by, and what two sources can fight over.
public record TargetTag(Repository repository, Tag tag) {
    /// `registry/repository:tag`.
    @Override
    public String toString() {
        return repository + ":" + tag;
    }
}
