package dev.imagemirror.images;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Bytes with the digest under which a registry keeps them.
public final class Blob {

    private final String mediaType;
    private final byte[] bytes;
    private final String digest;

    private Blob(String mediaType, byte[] bytes) {
        this.mediaType = mediaType;
        this.bytes = bytes;
        this.digest = digest(bytes);
    }

    static Blob of(String mediaType, byte[] bytes) {
        return new Blob(mediaType, bytes);
    }

    static Blob of(String mediaType, String text) {
        return new Blob(mediaType, text.getBytes(StandardCharsets.UTF_8));
    }

    public String mediaType() {
        return mediaType;
    }

    /// With its algorithm, `sha256:...`.
    public String digest() {
        return digest;
    }

    public int size() {
        return bytes.length;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
