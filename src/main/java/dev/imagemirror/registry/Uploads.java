package dev.imagemirror.registry;

import dev.imagemirror.content.Blob;
import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.CorruptContentException;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.http.Body;
import dev.imagemirror.http.Load;
import dev.imagemirror.http.Method;
import dev.imagemirror.http.Request;
import dev.imagemirror.http.Response;
import dev.imagemirror.oci.Descriptor;
import java.io.IOException;
import java.net.URI;
import java.util.Set;

/// Writes blobs (distribution specification, "Pushing blobs"). Small ones are buffered: POST and one PUT. Larger ones
/// are streamed: POST, one PATCH with all bytes, and an empty PUT, which can be repeated after a 401.
final class Uploads {
    /// The largest blob that is held in memory.
    static final int SMALL = 1024 * 1024;

    private static final String BYTES = "application/octet-stream";
    private static final Set<Integer> STARTED = Set.of(202);
    private static final Set<Integer> TAKEN = Set.of(200, 201, 202, 204);

    private final Endpoint endpoint;
    private final Blobs blobs;

    Uploads(Endpoint endpoint, Blobs blobs) {
        this.endpoint = endpoint;
        this.blobs = blobs;
    }

    void push(Blob blob) {
        Descriptor descriptor = blob.descriptor();
        if (descriptor.size() <= SMALL) {
            byte[] bytes = read(blob);
            commit(descriptor, start(descriptor), new Body.Bytes(bytes));
        } else {
            commit(descriptor, stream(blob, start(descriptor)), Body.NONE);
        }
    }

    private URI start(Descriptor blob) {
        return located(blob, Request.of(Method.POST, endpoint.uploads()), STARTED);
    }

    /// An upload whose stream failed is given up, so that the registry need not keep it; it is never completed.
    private URI stream(Blob blob, URI upload) {
        Request request = Request.of(Method.PATCH, upload)
                .with("Content-Type", BYTES)
                .carrying(new Body.Stream(blob.stream(), blob.descriptor().size()));
        try {
            return located(blob.descriptor(), request, TAKEN);
        } catch (ContentException e) {
            abandon(upload);
            throw e;
        }
    }

    private void commit(Descriptor blob, URI upload, Body body) {
        String operation = operation(blob);
        URI address = URI.create(upload + (upload.getRawQuery() == null ? "?" : "&") + "digest=" + blob.digest());
        Request request =
                Request.of(Method.PUT, address).with("Content-Type", BYTES).carrying(body);
        try (Response response = endpoint.send(operation, request)) {
            if (!TAKEN.contains(response.status())) {
                throw endpoint.refused(operation, Action.WRITE_BLOB, response);
            }
            response.discard();
            if (response.status() != 201 && !blobs.exists(blob)) {
                throw endpoint.failed(
                        FailureKind.NOT_A_REGISTRY, operation, "it was accepted, but then it was not there");
            }
        }
    }

    /// Sends a request of an upload; the answer says where the next one goes, which every answer may change.
    private URI located(Descriptor blob, Request request, Set<Integer> good) {
        String operation = operation(blob);
        Load load = request.body() instanceof Body.Stream(var stream, long length) && length > Download.LARGE
                ? Load.UPLOAD
                : Load.METADATA;
        try (Response response = endpoint.send(operation, request, load)) {
            if (!good.contains(response.status())) {
                throw endpoint.refused(operation, Action.WRITE_BLOB, response);
            }
            response.discard();
            String location = response.headers().first("Location").orElse("");
            if (!location.isEmpty()) {
                return endpoint.resolve(operation, request.uri(), location, "the upload location");
            }
            if (request.method() == Method.POST) {
                throw endpoint.failed(FailureKind.NOT_A_REGISTRY, operation, "the upload has no location");
            }
            return request.uri();
        }
    }

    /// Best effort: many registries keep no such promise, and what they answer changes nothing.
    private void abandon(URI upload) {
        if (Thread.currentThread().isInterrupted()) {
            return;
        }
        try {
            endpoint.send("give up an upload", Method.DELETE, upload).discard();
        } catch (ContentException e) {
            // The failure that led here is the one to report.
        }
    }

    private byte[] read(Blob blob) {
        Descriptor descriptor = blob.descriptor();
        try {
            byte[] bytes = blob.stream().readNBytes((int) descriptor.size());
            if (bytes.length != descriptor.size() || blob.stream().read() >= 0) {
                throw new CorruptContentException(
                        "%s does not have the announced %d bytes".formatted(descriptor.digest(), descriptor.size()));
            }
            return bytes;
        } catch (IOException e) {
            FailureKind kind =
                    e instanceof CorruptContentException ? FailureKind.DIGEST_MISMATCH : FailureKind.INTERNAL;
            throw new Place(Side.SOURCE, endpoint.place().name())
                    .failed(kind, operation(descriptor), String.valueOf(e.getMessage()), e);
        }
    }

    private static String operation(Descriptor blob) {
        return "write blob " + blob.digest();
    }
}
