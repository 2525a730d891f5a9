package dev.imagemirror.registry.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/// The referrers API, two entries a page, and entity tags of manifests with conditional writes. Both are off until they
/// are asked for.
final class ReferrerRoutes {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 2;

    private final Store store;
    private volatile boolean listing;
    private volatile boolean entityTags;

    ReferrerRoutes(Store store) {
        this.store = store;
    }

    void list() {
        listing = true;
    }

    void tagEntities() {
        entityTags = true;
    }

    TestAnswer referrers(TestRequest request, Matcher path) {
        if (!listing) {
            return TestAnswer.of(404);
        }
        String name = path.group("name");
        String digest = path.group("digest");
        List<String> all = store.manifests(name).stream()
                .filter(manifest -> digest.equals(subject(manifest)))
                .map(manifest -> "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,\"artifactType\":\"test/x\"}"
                        .formatted(manifest.mediaType(), manifest.digest(), manifest.bytes().length))
                .sorted()
                .toList();
        int from = request.parameter("from").map(Integer::parseInt).orElse(0);
        int to = Math.min(from + PAGE, all.size());
        TestAnswer answer = TestAnswer.text(
                200,
                "application/vnd.oci.image.index.v1+json",
                all.subList(from, to).stream()
                        .collect(Collectors.joining(",", "{\"schemaVersion\":2,\"manifests\":[", "]}")));
        return to == all.size()
                ? answer
                : answer.with("Link", "</v2/%s/referrers/%s?from=%d>; rel=next".formatted(name, digest, to));
    }

    /// A request for a manifest, with what this class adds to the usual answer.
    TestAnswer manifest(TestRequest request, Matcher path, Supplier<TestAnswer> usual) {
        String name = path.group("name");
        String reference = path.group("reference");
        if (entityTags && request.header("If-Match").isPresent()) {
            boolean same = store.manifest(name, reference)
                    .filter(held -> request.header("If-Match").orElseThrow().equals(entityTag(held)))
                    .isPresent();
            if (!same) {
                return TestAnswer.of(412);
            }
        }
        TestAnswer answer = usual.get();
        return store.manifest(name, reference)
                .map(held -> decorated(request, answer, held))
                .orElse(answer);
    }

    private TestAnswer decorated(TestRequest request, TestAnswer answer, Store.StoredManifest held) {
        TestAnswer tagged = entityTags ? answer.with("ETag", entityTag(held)) : answer;
        String subject = subject(held);
        return listing && request.method().equals("PUT") && !subject.isEmpty()
                ? tagged.with("OCI-Subject", subject)
                : tagged;
    }

    private static String entityTag(Store.StoredManifest manifest) {
        return "\"" + manifest.digest() + "\"";
    }

    private static String subject(Store.StoredManifest manifest) {
        try {
            JsonNode document = JSON.readTree(manifest.bytes());
            return document.path("subject").path("digest").asText("");
        } catch (IOException e) {
            return "";
        }
    }
}
