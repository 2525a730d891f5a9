package dev.imagemirror.registry.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemirror.registry.testing.Store.StoredManifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Tag lists, manifests and blobs.
final class ContentRoutes {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern RANGE = Pattern.compile("bytes=(?<from>[0-9]+)-");

    private final Store store;
    private volatile int pageSize = Integer.MAX_VALUE;

    ContentRoutes(Store store) {
        this.store = store;
    }

    void pageSize(int most) {
        pageSize = most;
    }

    TestAnswer tags(TestRequest request, Matcher path) {
        String name = path.group("name");
        if (!store.knows(name)) {
            return TestAnswer.error(404, "NAME_UNKNOWN", "repository name not known to registry");
        }
        String last = request.parameter("last").orElse("");
        int wanted = request.parameter("n").map(Integer::parseInt).orElse(Integer.MAX_VALUE);
        int most = Math.min(wanted, pageSize);
        List<String> rest =
                store.tags(name).stream().filter(tag -> tag.compareTo(last) > 0).toList();
        List<String> page = rest.subList(0, Math.min(most, rest.size()));
        TestAnswer answer = TestAnswer.text(
                200,
                "application/json",
                "{\"name\":\"%s\",\"tags\":[%s]}"
                        .formatted(
                                name,
                                page.stream().map(tag -> "\"" + tag + "\"").collect(Collectors.joining(","))));
        return page.size() == rest.size()
                ? answer
                : answer.with(
                        "Link", "</v2/%s/tags/list?n=%d&last=%s>; rel=\"next\"".formatted(name, most, page.getLast()));
    }

    TestAnswer manifest(TestRequest request, Matcher path) {
        String name = path.group("name");
        String reference = path.group("reference");
        return switch (request.method()) {
            case "GET", "HEAD" ->
                store.manifest(name, reference)
                        .map(ContentRoutes::shown)
                        .orElseGet(() -> TestAnswer.error(404, "MANIFEST_UNKNOWN", "manifest unknown"));
            case "PUT" -> write(request, name, reference);
            case "DELETE" ->
                store.deleteManifest(name, reference)
                        ? TestAnswer.of(202)
                        : TestAnswer.error(404, "MANIFEST_UNKNOWN", "manifest unknown");
            default -> TestAnswer.of(405);
        };
    }

    TestAnswer blob(TestRequest request, Matcher path) {
        Optional<Payload> blob = store.blob(path.group("name"), path.group("digest"));
        if (blob.isEmpty()) {
            return TestAnswer.error(404, "BLOB_UNKNOWN", "blob unknown to registry");
        }
        Matcher range = RANGE.matcher(request.header("Range").orElse(""));
        TestAnswer whole = TestAnswer.of(200)
                .with("Content-Type", "application/octet-stream")
                .with("Docker-Content-Digest", path.group("digest"))
                .with(blob.get());
        return range.matches() ? part(whole, Long.parseLong(range.group("from"))) : whole;
    }

    private TestAnswer write(TestRequest request, String name, String reference) {
        byte[] bytes = body(request);
        String digest = Payload.of(bytes).digest();
        boolean byDigest = reference.startsWith("sha256:");
        if (byDigest && !reference.equals(digest)) {
            return TestAnswer.error(400, "DIGEST_INVALID", "provided digest did not match uploaded content");
        }
        List<String> missing = missing(name, bytes);
        if (!missing.isEmpty()) {
            return TestAnswer.error(400, "MANIFEST_BLOB_UNKNOWN", "blob unknown to registry: " + missing.getFirst());
        }
        String type = request.header("Content-Type").orElse("");
        store.putManifest(name, new StoredManifest(type, digest, bytes), byDigest ? null : reference);
        return TestAnswer.of(201)
                .with("Location", "/v2/%s/manifests/%s".formatted(name, digest))
                .with("Docker-Content-Digest", digest);
    }

    private List<String> missing(String name, byte[] bytes) {
        try {
            JsonNode manifest = JSON.readTree(bytes);
            var blobs = new ArrayList<String>();
            manifest.path("layers")
                    .forEach(layer -> blobs.add(layer.path("digest").asText()));
            Optional.of(manifest.path("config").path("digest").asText())
                    .filter(digest -> !digest.isEmpty())
                    .ifPresent(blobs::add);
            blobs.removeIf(digest -> store.blob(name, digest).isPresent());
            manifest.path("manifests").forEach(child -> {
                String digest = child.path("digest").asText();
                if (store.manifest(name, digest).isEmpty()) {
                    blobs.add(digest);
                }
            });
            return blobs;
        } catch (IOException e) {
            return List.of("the manifest is not JSON");
        }
    }

    private static TestAnswer shown(StoredManifest manifest) {
        return TestAnswer.of(200)
                .with("Content-Type", manifest.mediaType())
                .with("Docker-Content-Digest", manifest.digest())
                .with(Payload.of(manifest.bytes()));
    }

    private static TestAnswer part(TestAnswer whole, long from) {
        var bytes = new ByteArrayOutputStream();
        try {
            whole.payload().writeTo(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        byte[] all = bytes.toByteArray();
        if (from >= all.length) {
            return TestAnswer.of(416);
        }
        byte[] rest = Arrays.copyOfRange(all, (int) from, all.length);
        return new TestAnswer(206, whole.headers(), Payload.of(rest))
                .with("Content-Range", "bytes %d-%d/%d".formatted(from, all.length - 1, all.length));
    }

    private static byte[] body(TestRequest request) {
        try {
            return request.body().readAllBytes();
        } catch (IOException e) {
            return new byte[0];
        }
    }
}
