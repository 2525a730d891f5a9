package dev.imagemirror.registry;

import dev.imagemirror.content.BlockStream;
import dev.imagemirror.content.CorruptContentException;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.VerifyingStream;
import dev.imagemirror.http.TransportException;
import dev.imagemirror.oci.Descriptor;
import java.io.IOException;
import java.io.InputStream;

/// A blob as it arrives. Its troubles are [dev.imagemirror.content.ContentException]s that name this end: unchecked,
/// so they pass through the request that is pumping this stream elsewhere and are not taken for a fault of that one.
final class BlobStream extends BlockStream {
    private final InputStream in;
    private final Download download;
    private final Endpoint endpoint;
    private final String operation;

    private BlobStream(Download download, Descriptor blob, Endpoint endpoint, String operation) {
        in = new VerifyingStream(download, blob);
        this.download = download;
        this.endpoint = endpoint;
        this.operation = operation;
    }

    static BlobStream open(Endpoint endpoint, Descriptor blob) {
        String operation = "read blob " + blob.digest();
        Download download = new Download(endpoint, blob, operation);
        download.start();
        return new BlobStream(download, blob, endpoint, operation);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            return in.read(buffer, offset, length);
        } catch (TransportException e) {
            throw endpoint.broken(operation, e);
        } catch (CorruptContentException e) {
            throw endpoint.place().failed(FailureKind.DIGEST_MISMATCH, operation, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        download.close();
    }
}
