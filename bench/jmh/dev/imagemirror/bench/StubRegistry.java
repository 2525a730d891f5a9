package dev.imagemirror.bench;

import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestRequest;
import dev.imagemirror.registry.testing.TestServer;
import java.nio.charset.StandardCharsets;

/// A registry of one image that answers at once and keeps nothing, in this process but on threads of its own.
final class StubRegistry implements AutoCloseable {
    static final MediaType MANIFEST_TYPE = MediaType.parse("application/vnd.oci.image.manifest.v1+json");
    private static final MediaType LAYER_TYPE = MediaType.parse("application/vnd.oci.image.layer.v1.tar+gzip");
    private static final int BLOB_SIZE = 50 * 1024;

    final byte[] blob = new byte[BLOB_SIZE];
    final Descriptor layer = new Descriptor(LAYER_TYPE, Digest.of(blob), BLOB_SIZE);
    final byte[] manifest = manifest(layer).getBytes(StandardCharsets.UTF_8);
    final Digest digest = Digest.of(manifest);
    private final TestServer server = TestServer.answering(this::answer);

    String authority() {
        return server.authority();
    }

    @Override
    public void close() {
        server.close();
    }

    private TestAnswer answer(TestRequest request) {
        return switch (request.kind()) {
            case MANIFEST_HEAD, MANIFEST_GET ->
                TestAnswer.of(200)
                        .with("Content-Type", MANIFEST_TYPE.toString())
                        .with("Docker-Content-Digest", digest.text())
                        .with(Payload.of(manifest));
            case BLOB_GET ->
                TestAnswer.of(200)
                        .with("Content-Type", "application/octet-stream")
                        .with(Payload.of(blob));
            case UPLOAD_POST -> TestAnswer.of(202).with("Location", "/v2/app/blobs/uploads/1?_state=x");
            case UPLOAD_PUT ->
                TestAnswer.of(201).with("Docker-Content-Digest", layer.digest().text());
            default -> TestAnswer.of(404);
        };
    }

    /// A config and eight layers, as many images have them.
    private static String manifest(Descriptor layer) {
        String entry = "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(layer.mediaType(), layer.digest(), layer.size());
        return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
                .formatted(MANIFEST_TYPE, entry, (entry + ",").repeat(7) + entry);
    }
}
