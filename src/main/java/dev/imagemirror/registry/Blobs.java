package dev.imagemirror.registry;

import dev.imagemirror.content.Blob;
import dev.imagemirror.http.Method;
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
            throw endpoint.refused(operation, Action.READ, response);
        }
    }
}
