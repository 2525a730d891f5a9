package dev.imagemirror.registry;

import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Reference;
import dev.imagemirror.oci.Tag;

/// What a request is about, as far as it changes the meaning of the answer's status.
enum Action {
    READ,
    WRITE_BLOB,
    WRITE_MANIFEST,
    WRITE_TAG;

    /// What writing or deleting this changes.
    static Action ofWriting(Reference reference) {
        return switch (reference) {
            case Tag tag -> WRITE_TAG;
            case Digest digest -> WRITE_MANIFEST;
        };
    }

    boolean isWrite() {
        return this != READ;
    }
}
