package dev.imagemirror.registry.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/// The referrers API, two entries a page, and conditional writes of manifests, when the registry has them.
final class ReferrerRoutes {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 2;

    private final Store store;
    private final Manners manners;

    ReferrerRoutes(Store store, Manners manners) {
        this.store = store;
        this.manners = manners;
    }

    TestAnswer referrers(TestRequest request, Matcher path) {
        if (!manners.listsReferrers) {
            return TestAnswer.unknownAddress();
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
        if (manners.conditionalWrites && request.header("If-Match").isPresent()) {
            boolean same = store.manifest(name, reference)
                    .filter(held -> request.header("If-Match").orElseThrow().equals(entityTag(held)))
                    .isPresent();
            if (!same) {
                return TestAnswer.of(412);
            }
        }
        if (manners.conditionalWrites
                && request.header("If-None-Match").filter("*"::equals).isPresent()
                && store.manifest(name, reference).isPresent()) {
            return TestAnswer.of(412);
        }
        TestAnswer answer = usual.get();
        return store.manifest(name, reference)
                .map(held -> noticed(request, answer, subject(held)))
                .orElse(answer);
    }

    private TestAnswer noticed(TestRequest request, TestAnswer answer, String subject) {
        return manners.listsReferrers && request.method().equals("PUT") && !subject.isEmpty()
                ? answer.with("OCI-Subject", subject)
                : answer;
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
