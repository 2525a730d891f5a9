package dev.imagemirror.registry;

import dev.imagemirror.content.Blob;
import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.http.Method;
import dev.imagemirror.http.Request;
import dev.imagemirror.http.Response;
import dev.imagemirror.oci.Descriptor;
import java.util.Set;

/// Reads blobs (distribution specification, "Pulling blobs").
final class Blobs {
    private static final Set<Integer> ABSENT = Set.of(400, 404, 405, 501);

    private final Endpoint endpoint;

    Blobs(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    Blob open(Descriptor blob) {
        return new Blob(blob, BlobStream.open(endpoint, blob));
    }

    /// A refused HEAD counts as absence, which costs an upload and nothing else; so does a wrong length, or none: the
    /// head of an answer may have been cut.
    boolean exists(Descriptor blob) {
        String operation = "look up blob " + blob.digest();
        try (Response response = endpoint.send(operation, Method.HEAD, endpoint.blob(blob.digest()))) {
            if (response.status() == 200) {
                return response.length().orElse(-1) == blob.size();
            }
            if (ABSENT.contains(response.status())) {
                return false;
            }
            throw response.status() == 403
                    ? denied(operation, blob)
                    : endpoint.refused(operation, Action.READ, response);
        }
    }

    /// The reason of a 403 stands in the body, which the answer to a HEAD does not have.
    private ContentException denied(String operation, Descriptor blob) {
        Request request = Request.of(Method.GET, endpoint.blob(blob.digest())).with("Range", "bytes=0-0");
        try (Response response = endpoint.send(operation, request)) {
            return response.status() == 403
                    ? endpoint.refused(operation, Action.READ, response)
                    : endpoint.failed(FailureKind.DENIED, operation, "HTTP 403");
        }
    }
}
