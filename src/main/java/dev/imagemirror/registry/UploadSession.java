package dev.imagemirror.registry;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.http.Body;
import dev.imagemirror.http.Headers;
import dev.imagemirror.http.Load;
import dev.imagemirror.http.Method;
import dev.imagemirror.http.Request;
import dev.imagemirror.http.Response;
import dev.imagemirror.oci.Descriptor;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One upload of one blob, from the answer to its POST to the PUT that ends it. Every answer may name a new address,
/// and only the newest is good. Not safe for use by several threads.
final class UploadSession {
    private static final String BYTES = "application/octet-stream";
    private static final Set<Integer> TAKEN = Set.of(200, 201, 202, 204);
    /// Size of a chunk, unless the host wants more: above ECR's least size and far below the limits of proxies.
    private static final long CHUNK = 8L * 1024 * 1024;
    /// Largest least size that is believed.
    private static final long MAX_CHUNK = 1024L * 1024 * 1024;

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final Pattern RANGE = Pattern.compile("(?:bytes=)?0-(?<last>-?[0-9]{1,18})");

    private final Endpoint endpoint;
    private final Descriptor blob;
    private final String operation;
    private final long chunk;
    private URI location;

    /// @param headers of the answer that began the upload
    private UploadSession(Endpoint endpoint, Descriptor blob, URI location, Headers headers) {
        this.endpoint = endpoint;
        this.blob = blob;
        this.operation = operation(blob);
        this.location = location;
        this.chunk = chunkSize(headers);
    }

    static String operation(Descriptor blob) {
        return "write blob " + blob.digest();
    }

    /// Begins an upload.
    static UploadSession begin(Endpoint endpoint, Descriptor blob) {
        String operation = operation(blob);
        Request request = Request.of(Method.POST, endpoint.uploads());
        try (Response response = endpoint.send(operation, request)) {
            if (response.status() != 202) {
                throw endpoint.refused(operation, Action.WRITE_BLOB, response);
            }
            response.discard();
            return of(endpoint, blob, request, response);
        }
    }

    /// The upload that an answer with the status 202 began.
    static UploadSession of(Endpoint endpoint, Descriptor blob, Request request, Response response) {
        String operation = operation(blob);
        String location = response.headers().first("Location").orElse("");
        if (location.isEmpty()) {
            throw endpoint.failed(FailureKind.NOT_A_REGISTRY, operation, "the upload has no location");
        }
        URI address = endpoint.resolve(operation, request.uri(), location, "the upload location");
        return new UploadSession(endpoint, blob, address, response.headers());
    }

    /// Sends all bytes, without ending the upload.
    void send(Body body) {
        patch(Request.of(Method.PATCH, location).with("Content-Type", BYTES).carrying(body));
    }

    /// Sends all bytes in chunks, without ending the upload.
    void sendChunks(InputStream stream) {
        for (long sent = 0; sent < blob.size(); ) {
            long length = Math.min(chunk, blob.size() - sent);
            Request request = Request.of(Method.PATCH, location)
                    .with("Content-Type", BYTES)
                    .with("Content-Range", sent + "-" + (sent + length - 1))
                    .carrying(new Body.Stream(new Slice(stream, length), length));
            sent += length;
            checkStored(patch(request), sent);
        }
    }

    /// Ends the upload: the registry has the blob, or this fails.
    ///
    /// @param body the bytes that were not sent yet
    void commit(Body body, Blobs blobs) {
        try {
            put(body, blobs);
        } catch (ContentException e) {
            if (!endpoint.tookPlace(e, () -> blobs.exists(blob))) {
                throw e;
            }
        }
    }

    private void put(Body body, Blobs blobs) {
        URI address = URI.create(location + (location.getRawQuery() == null ? "?" : "&") + "digest=" + blob.digest());
        Request request =
                Request.of(Method.PUT, address).with("Content-Type", BYTES).carrying(body);
        try (Response response = endpoint.send(operation, request, load(body))) {
            checkTaken(response, body);
            response.discard();
            if (response.status() != 201 && !isThere(blobs)) {
                throw endpoint.failed(
                        FailureKind.NOT_A_REGISTRY, operation, "it was accepted, but then it was not there");
            }
        }
    }

    private boolean isThere(Blobs blobs) {
        return endpoint.soon(operation, () -> blobs.exists(blob) ? Optional.of(blob) : Optional.empty())
                .isPresent();
    }

    /// Gives the upload up, so that the registry need not keep it. Best effort: many registries keep no such promise,
    /// and what they answer changes nothing.
    void abandon() {
        if (Thread.currentThread().isInterrupted()) {
            return;
        }
        try {
            endpoint.send("give up an upload", Method.DELETE, location).discard();
        } catch (ContentException e) {
            // The failure that led here is the one to report.
        }
    }

    private Headers patch(Request request) {
        try (Response response = endpoint.send(operation, request, load(request.body()))) {
            checkTaken(response, request.body());
            response.discard();
            response.headers()
                    .first("Location")
                    .filter(text -> !text.isEmpty())
                    .ifPresent(
                            text -> location = endpoint.resolve(operation, request.uri(), text, "the upload location"));
            return response.headers();
        }
    }

    private void checkTaken(Response response, Body body) {
        if (TAKEN.contains(response.status())) {
            return;
        }
        if (response.status() == 401 && !body.isRepeatable()) {
            response.close();
            throw endpoint.failed(
                    FailureKind.UNREACHABLE, operation, "the access ended in the middle of the upload; it starts anew");
        }
        throw endpoint.refused(operation, Action.WRITE_BLOB, response);
    }

    /// A registry that dropped a part of what it took would only notice at the end, by the digest.
    private void checkStored(Headers headers, long sent) {
        Matcher range = RANGE.matcher(headers.first("Range").orElse("").strip());
        if (range.matches() && Long.parseLong(range.group("last")) != sent - 1) {
            throw endpoint.failed(
                    FailureKind.UNREACHABLE,
                    operation,
                    "the registry holds the bytes %s of %d sent".formatted(range.group(), sent));
        }
    }

    private static Load load(Body body) {
        if (body instanceof Body.Stream(InputStream stream, long length)) {
            return length > Download.LARGE ? Load.UPLOAD : Load.STREAM;
        }
        return Load.METADATA;
    }

    private static long chunkSize(Headers headers) {
        long least = headers.first("OCI-Chunk-Min-Length")
                .map(String::strip)
                .filter(text -> LENGTH.matcher(text).matches())
                .map(Long::parseLong)
                .orElse(0L);
        return Math.clamp(least, CHUNK, MAX_CHUNK);
    }
}
