package dev.imagemirror.registry;

/// What a request is about, as far as it changes the meaning of the answer's status.
enum Action {
    READ,
    WRITE_BLOB,
    WRITE_MANIFEST,
    WRITE_TAG;

    boolean isWrite() {
        return this != READ;
    }
}
