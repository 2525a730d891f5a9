package dev.imagemirror.registry;

import dev.imagemirror.content.BlockStream;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.http.Load;
import dev.imagemirror.http.Method;
import dev.imagemirror.http.Permit;
import dev.imagemirror.http.Request;
import dev.imagemirror.http.Response;
import dev.imagemirror.http.TransportException;
import dev.imagemirror.http.TransportFault;
import dev.imagemirror.oci.Descriptor;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The bytes of a blob as they come, not yet verified. When the connection breaks, the rest is asked for with a Range:
/// at the registry, never at the storage that it redirected to, whose signed address may have expired. A large blob
/// holds a place at its host until it is closed. Reading throws [TransportException] and
/// [dev.imagemirror.content.ContentException]. Not safe for use by several threads.
final class Download extends BlockStream {
    /// Blobs above this size, 8 MiB, are limited in number apart from short requests.
    static final int LARGE = 8 * 1024 * 1024;
    /// Most resumptions without progress between them.
    static final int MAX_RESUMES = 3;
    /// Bytes that count as progress, 8 MiB.
    static final int PROGRESS = 8 * 1024 * 1024;

    /// What a range request is answered with when the rest alone cannot be had; from the start again would not fit what
    /// the reader has.
    private static final Set<Integer> NO_RANGE = Set.of(200, 206, 416);

    /// What storage answers to a signed address that has expired.
    private static final Set<Integer> EXPIRED = Set.of(400, 403);

    private final Endpoint endpoint;
    private final Descriptor blob;
    private final String operation;
    private final @Nullable Permit permit;
    private @Nullable Response response;
    private long received;
    private int resumes;
    private long resumedAt;

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
    public int read(byte[] buffer, int offset, int length) throws IOException {
        while (response != null) {
            try {
                int count = response.body().read(buffer, offset, length);
                received += Math.max(count, 0);
                if (permit != null) {
                    permit.moved(Math.max(count, 0));
                }
                return count;
            } catch (TransportException e) {
                response.close();
                response = resumed(e);
            }
        }
        throw new IOException("the download is closed");
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
        Response answer = ask(request());
        if (EXPIRED.contains(answer.status()) && !endpoint.registry().isOriginOf(answer.uri())) {
            answer.discard();
            answer = ask(request());
        }
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

    /// The rest of the blob, or what broke it when that cannot be had.
    private Response resumed(TransportException broken) {
        if (permit != null && broken.fault() == TransportFault.TIMEOUT) {
            permit.narrow();
        }
        if (received - resumedAt >= PROGRESS) {
            resumes = 0;
        }
        if (!broken.isRetryable() || resumes >= MAX_RESUMES || received >= blob.size()) {
            throw broken;
        }
        endpoint.rest(operation, resumes);
        resumes++;
        resumedAt = received;
        Response answer = ask(request().with("Range", "bytes=" + received + "-"));
        if (ContentRange.isRest(answer, received, blob.size())) {
            return answer;
        }
        if (NO_RANGE.contains(answer.status())) {
            answer.close();
            throw broken;
        }
        throw endpoint.refused(operation, Action.READ, answer);
    }

    private Response ask(Request request) {
        return endpoint.send(operation, request);
    }

    /// Compressed on the way, the bytes would be others than those that were hashed.
    private Request request() {
        return Request.of(Method.GET, endpoint.blob(blob.digest())).with("Accept-Encoding", "identity");
    }
}
