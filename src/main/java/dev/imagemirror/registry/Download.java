package dev.imagemirror.registry;

import dev.imagemirror.content.FailureKind;
import dev.imagemirror.http.Load;
import dev.imagemirror.http.Method;
import dev.imagemirror.http.Permit;
import dev.imagemirror.http.Response;
import dev.imagemirror.http.TransportException;
import dev.imagemirror.http.TransportFault;
import dev.imagemirror.oci.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The bytes of a blob as they come, not yet verified. A large one holds a place at its host until it is closed.
/// Reading
/// throws [TransportException] and [dev.imagemirror.content.ContentException]. Not safe for use by several threads.
final class Download extends InputStream {
    /// Blobs above this size, 8 MiB, are limited in number apart from short requests.
    static final int LARGE = 8 * 1024 * 1024;

    private final Endpoint endpoint;
    private final Descriptor blob;
    private final String operation;
    private final @Nullable Permit permit;
    private @Nullable Response response;

    Download(Endpoint endpoint, Descriptor blob, String operation) {
        this.endpoint = endpoint;
        this.blob = blob;
        this.operation = operation;
        this.permit = blob.size() > LARGE ? endpoint.admit(operation, Load.DOWNLOAD) : null;
    }

    /// Asks for the blob; nothing is left open when that fails.
    void start() {
        boolean started = false;
        try {
            response = whole();
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (response == null) {
            throw new IOException("the download is closed");
        }
        try {
            int count = response.body().read(buffer, offset, length);
            if (permit != null && count > 0) {
                permit.moved(count);
            }
            return count;
        } catch (TransportException e) {
            if (permit != null && e.fault() == TransportFault.TIMEOUT) {
                permit.narrow();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        if (response != null) {
            response.close();
        }
        if (permit != null) {
            permit.close();
        }
    }

    private Response whole() {
        Response answer = endpoint.send(operation, Method.GET, endpoint.blob(blob.digest()));
        if (answer.status() != 200) {
            throw endpoint.refused(operation, Action.READ, answer);
        }
        OptionalLong length = answer.length();
        if (length.isPresent() && length.getAsLong() != blob.size()) {
            answer.close();
            throw endpoint.failed(
                    FailureKind.DIGEST_MISMATCH,
                    operation,
                    "%d bytes are announced, %d expected".formatted(length.getAsLong(), blob.size()));
        }
        return answer;
    }
}
