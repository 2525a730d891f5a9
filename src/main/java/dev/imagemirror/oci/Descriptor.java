package dev.imagemirror.oci;

/// A pointer to content with its type, digest and exact size in bytes (image specification, "Content Descriptors").
public record Descriptor(MediaType mediaType, Digest digest, long size) {
    public Descriptor {
        if (size < 0) {
            throw new MalformedException("the descriptor of %s has the negative size %d".formatted(digest, size));
        }
    }
}
