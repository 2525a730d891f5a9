package dev.imagemirror.images;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// A layer with one file of random content: a gzipped tar, as clients that unpack or validate it expect.
///
/// @param diffId the digest of the tar, which an image's configuration lists
public record Layer(Blob blob, String diffId) {

    private static final int BLOCK = 512;

    static Layer random(String mediaType, Random random, int bytes) {
        byte[] content = new byte[bytes];
        random.nextBytes(content);
        byte[] tar = tar("data/" + Integer.toHexString(random.nextInt()), content);
        return new Layer(Blob.of(mediaType, gzip(tar)), Blob.digest(tar));
    }

    /// The same layer with its bytes in a file of this folder, which must stay.
    public Layer storedIn(Path folder) throws IOException {
        return new Layer(blob.storedIn(folder), diffId);
    }

    /// The one file, filled up to whole blocks, and the two empty blocks that end an archive.
    private static byte[] tar(String name, byte[] content) {
        int blocks = (content.length + BLOCK - 1) / BLOCK;
        byte[] tar = new byte[(1 + blocks + 2) * BLOCK];
        put(tar, 0, name);
        put(tar, 100, "0000644");
        put(tar, 108, "0000000");
        put(tar, 116, "0000000");
        put(tar, 124, String.format("%011o", content.length));
        put(tar, 136, "00000000000");
        put(tar, 148, "        ");
        put(tar, 156, "0");
        put(tar, 257, "ustar");
        put(tar, 263, "00");
        int checksum = 0;
        for (int at = 0; at < BLOCK; at++) {
            checksum += tar[at] & 0xff;
        }
        put(tar, 148, String.format("%06o\0", checksum));
        System.arraycopy(content, 0, tar, BLOCK, content.length);
        return tar;
    }

    private static void put(byte[] tar, int at, String text) {
        byte[] field = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(field, 0, tar, at, field.length);
    }

    private static byte[] gzip(byte[] tar) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(tar.length + BLOCK);
        try (OutputStream gzip = new FastGzip(packed)) {
            gzip.write(tar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    /// Random content does not get smaller, so no effort is spent on it. That also makes the bytes the same everywhere.
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.NO_COMPRESSION);
        }
    }
}
