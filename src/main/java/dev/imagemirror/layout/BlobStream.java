package dev.imagemirror.layout;

import dev.imagemirror.content.BlockStream;
import dev.imagemirror.content.CorruptContentException;
import dev.imagemirror.content.FailureKind;
import java.io.IOException;
import java.io.InputStream;

/// A blob of a layout. Its troubles are [dev.imagemirror.content.ContentException]s that name this end, so that they
/// are not taken for a fault of the end that pumps it.
final class BlobStream extends BlockStream {
    private final InputStream in;
    private final Place place;
    private final String operation;

    BlobStream(InputStream verified, Place place, String operation) {
        in = verified;
        this.place = place;
        this.operation = operation;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            return in.read(buffer, offset, length);
        } catch (CorruptContentException e) {
            throw place.failed(FailureKind.DIGEST_MISMATCH, operation, "its file is damaged: " + e.getMessage());
        } catch (IOException e) {
            throw place.broken(operation, e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
