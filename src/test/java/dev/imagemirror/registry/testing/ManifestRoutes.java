package dev.imagemirror.registry.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.registry.testing.Store.StoredManifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/// Manifests: read, written, deleted.
final class ManifestRoutes {
    private static final int MAX_BYTES = 4 * 1024 * 1024;
    private static final Set<String> INDEXES = Set.of(MediaType.OCI_INDEX.text(), MediaType.DOCKER_LIST.text());
    /// Shown only to clients that name it.
    private static final String OCI = MediaType.OCI_MANIFEST.text();

    private static final Set<String> TYPES = Set.of(
            MediaType.OCI_INDEX.text(),
            MediaType.OCI_MANIFEST.text(),
            MediaType.DOCKER_LIST.text(),
            MediaType.DOCKER_MANIFEST.text());

    private final Store store;
    private final Manners manners;

    ManifestRoutes(Store store, Manners manners) {
        this.store = store;
        this.manners = manners;
    }

    TestAnswer manifest(TestRequest request, Matcher path) {
        String name = path.group("name");
        String reference = path.group("reference");
        if (reference.contains(":") && !TestAnswer.isDigest(reference)) {
            return TestAnswer.error(400, "DIGEST_INVALID", "provided digest did not match uploaded content");
        }
        return switch (request.method()) {
            case "GET", "HEAD" ->
                store.manifest(name, reference)
                        .map(manifest -> shown(request, manifest))
                        .orElseGet(ManifestRoutes::unknown);
            case "PUT" -> write(request, name, reference);
            case "DELETE" -> delete(name, reference);
            default -> TestAnswer.wrongMethod();
        };
    }

    private static TestAnswer unknown() {
        return TestAnswer.error(404, "MANIFEST_UNKNOWN", "manifest unknown");
    }

    private static TestAnswer shown(TestRequest request, StoredManifest manifest) {
        String entityTag = "\"" + manifest.digest() + "\"";
        String known = request.header("If-None-Match").orElse("");
        if (known.equals(entityTag) || known.equals(manifest.digest())) {
            return TestAnswer.of(304);
        }
        if (manifest.mediaType().equals(OCI) && !accepts(request)) {
            return unknown();
        }
        return TestAnswer.of(200)
                .with("Content-Type", manifest.mediaType())
                .with("Docker-Content-Digest", manifest.digest())
                .with("ETag", entityTag)
                .with(Payload.of(manifest.bytes()));
    }

    private static boolean accepts(TestRequest request) {
        return Stream.of(request.header("Accept").orElse("").split(",", -1))
                .map(part -> part.replaceFirst(";.*", "").strip())
                .anyMatch(OCI::equals);
    }

    private TestAnswer delete(String name, String reference) {
        if (!manners.deletes) {
            return TestAnswer.error(405, "UNSUPPORTED", "The operation is unsupported.");
        }
        return store.deleteManifest(name, reference) ? TestAnswer.of(202) : unknown();
    }

    private TestAnswer write(TestRequest request, String name, String reference) {
        byte[] bytes = body(request);
        String type = request.header("Content-Type").orElse("");
        if (bytes.length > MAX_BYTES || !isManifest(type, bytes)) {
            return TestAnswer.error(400, "MANIFEST_INVALID", "manifest invalid");
        }
        String digest = Payload.of(bytes).digest();
        boolean byDigest = TestAnswer.isDigest(reference);
        if (byDigest && !reference.equals(digest)) {
            return TestAnswer.error(400, "DIGEST_INVALID", "provided digest did not match uploaded content");
        }
        List<String> missing = missing(name, bytes);
        if (!missing.isEmpty()) {
            return TestAnswer.errors(400, "MANIFEST_BLOB_UNKNOWN", missing);
        }
        store.putManifest(name, new StoredManifest(type, digest, bytes), byDigest ? null : reference);
        return TestAnswer.of(201)
                .with("Location", "/v2/%s/manifests/%s".formatted(name, digest))
                .with("Docker-Content-Digest", digest);
    }

    private static boolean isManifest(String type, byte[] bytes) {
        JsonNode document = References.document(bytes);
        boolean index = INDEXES.contains(type);
        boolean stated = document.path("mediaType").asText(type).equals(type);
        return TYPES.contains(type)
                && document.isObject()
                && stated
                && !(index && document.has("layers"))
                && !(!index && document.has("manifests"));
    }

    private List<String> missing(String name, byte[] bytes) {
        if (manners.believes) {
            return List.of();
        }
        References references = References.of(bytes);
        List<String> missing = new ArrayList<>(references.blobs());
        missing.removeIf(digest -> store.blob(name, digest).isPresent());
        references.manifests().stream()
                .filter(digest -> store.manifest(name, digest).isEmpty())
                .forEach(missing::add);
        return missing;
    }

    private static byte[] body(TestRequest request) {
        try {
            return request.body().readAllBytes();
        } catch (IOException e) {
            return new byte[0];
        }
    }
}
