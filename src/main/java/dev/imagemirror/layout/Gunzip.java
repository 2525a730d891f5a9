package dev.imagemirror.layout;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// Unpacks a compressed archive to a file that only this user can read.
final class Gunzip {
    /// How many times longer than the archive the unpacked one may be; images are compressed inside, so 2 is much.
    static final int MAX_RATIO = 100;

    private static final int FREE = 1024 * 1024;
    private static final int BUFFER = 64 * 1024;

    private Gunzip() {}

    static boolean isCompressed(Path file) throws IOException {
        try (InputStream stream = new FileSlice(file, 0, 2).open()) {
            return stream.read() == 0x1f && stream.read() == 0x8b;
        }
    }

    static Path unpack(Path file) throws IOException {
        long size = Files.size(file);
        Path unpacked = Files.createTempFile("imagemirror-", ".tar");
        boolean done = false;
        try (InputStream in = new GZIPInputStream(new FileSlice(file, 0, size).open(), BUFFER);
                OutputStream out = Files.newOutputStream(unpacked)) {
            copy(in, out, FREE + size * MAX_RATIO);
            done = true;
            return unpacked;
        } catch (ZipException | EOFException e) {
            throw BadLayoutException.noLayout("the archive is damaged: " + e.getMessage());
        } finally {
            if (!done) {
                Files.deleteIfExists(unpacked);
            }
        }
    }

    private static void copy(InputStream in, OutputStream out, long limit) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long count = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            count += read;
            if (count > limit) {
                throw BadLayoutException.tooMuch(
                        "the archive unpacks to more than %d times its own size".formatted(MAX_RATIO));
            }
            out.write(buffer, 0, read);
        }
    }
}
