package dev.imagemirror.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Bytes with the digest under which a registry keeps them; in memory, or in a file when they are many.
public final class Blob {

    private final String mediaType;
    private final String digest;
    private final int size;
    private final Content content;

    private interface Content {
        byte[] read() throws IOException;

        void save(Path file) throws IOException;
    }

    private Blob(String mediaType, String digest, int size, Content content) {
        this.mediaType = mediaType;
        this.digest = digest;
        this.size = size;
        this.content = content;
    }

    static Blob of(String mediaType, byte[] bytes) {
        return of(mediaType, bytes, "sha256");
    }

    /// @param algorithm `sha256` or `sha512`
    static Blob of(String mediaType, byte[] bytes, String algorithm) {
        return new Blob(mediaType, digest(bytes, algorithm), bytes.length, new Memory(bytes));
    }

    static Blob of(String mediaType, String text) {
        return of(mediaType, text.getBytes(StandardCharsets.UTF_8));
    }

    public String mediaType() {
        return mediaType;
    }

    /// With its algorithm, `sha256:...`.
    public String digest() {
        return digest;
    }

    public int size() {
        return size;
    }

    public byte[] bytes() {
        try {
            return content.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The same blob with its bytes in a file of this folder, which must stay.
    Blob storedIn(Path folder) throws IOException {
        Path file = folder.resolve(digest.substring(digest.indexOf(':') + 1));
        save(file);
        return new Blob(mediaType, digest, size, new Stored(file));
    }

    /// Makes a file with these bytes unless there is one. What is in a file already gets one more name and no copy.
    public void save(Path file) throws IOException {
        if (!Files.exists(file)) {
            content.save(file);
        }
    }

    static String digest(byte[] bytes) {
        return digest(bytes, "sha256");
    }

    private static String digest(byte[] bytes, String algorithm) {
        try {
            MessageDigest computation = MessageDigest.getInstance(algorithm.replace("sha", "SHA-"));
            return algorithm + ":" + HexFormat.of().formatHex(computation.digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Memory implements Content {
        private final byte[] bytes;

        Memory(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public byte[] read() {
            return bytes.clone();
        }

        @Override
        public void save(Path file) throws IOException {
            Files.write(file, bytes);
        }
    }

    private record Stored(Path stored) implements Content {
        @Override
        public byte[] read() throws IOException {
            return Files.readAllBytes(stored);
        }

        @Override
        public void save(Path file) throws IOException {
            Files.createLink(file, stored);
        }
    }
}
