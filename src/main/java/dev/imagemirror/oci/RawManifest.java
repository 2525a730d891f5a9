package dev.imagemirror.oci;

/// The bytes of a manifest exactly as they were read, with their type and digest. Pushing these bytes keeps the
/// digest; they are never written anew. Immutable as long as nobody changes the array, and nobody does.
public final class RawManifest {
    private final MediaType mediaType;
    private final byte[] bytes;
    private final Digest digest;

    public RawManifest(MediaType mediaType, byte[] bytes) {
        this(mediaType, bytes, Digest.of(bytes));
    }

    /// @param digest the digest of `bytes`, already verified by the caller
    public RawManifest(MediaType mediaType, byte[] bytes, Digest digest) {
        this.mediaType = mediaType;
        this.bytes = bytes;
        this.digest = digest;
    }

    public MediaType mediaType() {
        return mediaType;
    }

    /// The bytes themselves, not a copy: manifests reach 4 MiB.
    public byte[] bytes() {
        return bytes;
    }

    public Digest digest() {
        return digest;
    }

    public Descriptor descriptor() {
        return new Descriptor(mediaType, digest, bytes.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawManifest that && digest.equals(that.digest) && mediaType.equals(that.mediaType);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return mediaType + " " + digest;
    }
}
