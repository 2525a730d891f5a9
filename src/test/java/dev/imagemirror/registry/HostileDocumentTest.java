package dev.imagemirror.registry;

import static dev.imagemirror.registry.Harness.failure;
import static dev.imagemirror.registry.Harness.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.auth.Credential;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestRegistry;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Hostile documents (requirements, H): refused with the name of the limit, or their bad parts left out.
@Timeout(60)
class HostileDocumentTest {
    private static final Tag TAG = new Tag("v1");
    private static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String DIGEST = "sha256:" + "a".repeat(64);
    private static final String BLOB = descriptor(DIGEST, "3");
    private static final Credential CREDENTIAL = new Credential.Basic("user", "canary");
    private static final String DEEP = "[".repeat(10_000) + "]".repeat(10_000);

    @AutoClose
    private final Harness harness = new Harness();

    private final TestRegistry registry = harness.registry;

    @ParameterizedTest(name = "{0}")
    @MethodSource("manifests")
    void noDocumentIsTakenThatIsNoManifest(String name, Supplier<String> document, String says) {
        registry.faultAlways(
                RequestKind.MANIFEST_GET,
                new Fault.Answer(TestAnswer.text(200, name.startsWith("index") ? INDEX : IMAGE, document.get())));

        refused(() -> harness.source("app").fetch(TAG), FailureKind.UNSUPPORTED_MANIFEST, says);
    }

    static Stream<Arguments> manifests() {
        return Stream.of(
                document(
                        "H-21 depth",
                        () -> "{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}",
                        "nesting depth (101) exceeds the maximum allowed (100)"),
                document(
                        "H-21 one key",
                        () -> "{\"" + "a".repeat(4_000_000) + "\":1}",
                        "Name length (65536) exceeds the maximum allowed (50000)"),
                document(
                        "H-21 key twice",
                        () -> image(BLOB).replace("{\"config\"", "{\"a\":1,\"a\":2,\"config\""),
                        "Dup"),
                document(
                        "H-21 type twice",
                        () -> "{\"mediaType\":\"%1$s\",\"mediaType\":\"%1$s\",".formatted(INDEX)
                                + image(BLOB).substring(1),
                        "Dup"),
                document("H-21 NUL", () -> image(BLOB) + "\u0000", "not valid JSON"),
                document(
                        "H-21 long number",
                        () -> "{\"a\":" + "9".repeat(1_000_000) + "}",
                        "Number value length (1000000) exceeds the maximum allowed (1000)"),
                document("H-22 both", () -> "{\"manifests\":[]," + image(BLOB).substring(1), "at once"),
                document("index H-22 image", () -> image(BLOB), "at once"),
                document("H-22 schema 1", () -> "{\"schemaVersion\":1,\"fsLayers\":[]}", "schema 1"),
                document("index H-23 fan-out", () -> "{\"manifests\":" + list(50_000 / 3) + "}", "the limit is"),
                document("H-24 negative", () -> image(descriptor(DIGEST, "-1")), "negative size"),
                document("H-24 huge", () -> image(descriptor(DIGEST, "9999999999999999999999")), "descriptor"),
                document("H-24 fraction", () -> image(descriptor(DIGEST, "1.5")), "descriptor"),
                document("H-25 path", () -> image(descriptor("sha256:../../x", "1")), "not a digest"),
                document("H-25 upper case", () -> image(descriptor("sha256:" + "A".repeat(64), "1")), "not a digest"),
                document("H-25 sha1", () -> image(descriptor("sha1:" + "a".repeat(40), "1")), "not a digest"),
                document("H-25 empty", () -> image(descriptor("", "1")), "not a digest"),
                document(
                        "H-25 blake3",
                        () -> image(descriptor("blake3:" + "a".repeat(64), "1")),
                        "must start with sha256"),
                document(
                        "H-29 layers",
                        () -> "{\"config\":%s,\"layers\":%s}".formatted(BLOB, list(20_000)),
                        "the limit is"));
    }

    @Test
    void h26DataThatContradictTheirDigestAreRefused() {
        Descriptor blob = registry.addBlob("app", Payload.generated(10));
        String data = descriptor(blob.digest().text(), "10").replace("}", ",\"data\":\"AAAA\"}");
        registry.faultAlways(RequestKind.MANIFEST_GET, new Fault.Answer(TestAnswer.text(200, IMAGE, image(data))));

        refused(
                () -> harness.source("app").fetch(TAG),
                FailureKind.UNSUPPORTED_MANIFEST,
                "config of the manifest embeds data that are not " + blob.digest());
    }

    @Test
    void h28AFallbackTagThatIsNoListStopsNothing() {
        var subject = registry.addImage("app", "v1", "x");
        String name = Tag.ofReferrers(subject).text();
        registry.faultAlways(
                RequestKind.MANIFEST_GET,
                new Fault.Answer(TestAnswer.text(200, INDEX, "{\"manifests\":" + list(100_000) + "}")));
        refused(() -> harness.source("app").referrers(subject), FailureKind.LIMIT_EXCEEDED, "longer than");

        registry.heal();
        registry.addImage("app", name, "a signature");
        assertThat(harness.source("app").referrers(subject)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../x", "a b", "a\\r\\nb", "-a", ".a", "sha256:00", "", "a/b", "a%2fb", "\\u0000", "\\ud800", "ä"
            })
    void h30NoListedNameIsUsedThatIsNoTag(String name) {
        registry.faultAlways(
                RequestKind.TAGS,
                new Fault.Answer(TestAnswer.text(
                        200,
                        "application/json",
                        "{\"tags\":[\"%s\",\"%s\",null,7,\"v1\"]}".formatted(name, "a".repeat(129)))));

        assertThat(harness.source("app").tags().orElseThrow().tags()).containsExactly(TAG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"tags\":[\"a\"],\"tags\":[\"b\"]}", "{\"tags\":[\"a\"],\"x\":DEEP}"})
    void aListThatIsAmbiguousOrDeepIsRefused(String body) {
        registry.faultAlways(
                RequestKind.TAGS,
                new Fault.Answer(TestAnswer.text(200, "application/json", body.replace("DEEP", DEEP))));

        refused(() -> harness.source("app").tags(), FailureKind.NOT_A_REGISTRY, "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"token\":\"a\",\"token\":\"b\"}",
                "{\"token\":\"a\",\"x\":DEEP}",
                "{\"token\":\"a\\r\\nX-Evil: 1\"}",
                "{\"token\":{}}",
                "[]"
            })
    void aTokenThatIsAmbiguousDeepOrBrokenIsRefused(String body) {
        registry.requireToken("user", "canary");
        registry.faultAlways(
                RequestKind.TOKEN,
                new Fault.Answer(TestAnswer.text(200, "application/json", body.replace("DEEP", DEEP))));

        Failure failure = failure(() -> harness.source("app", CREDENTIAL).tags());

        assertThat(failure.kind()).isEqualTo(FailureKind.NOT_A_REGISTRY);
        assertThat(failure.detail()).contains("token").doesNotContain("X-Evil");
    }

    private static Arguments document(String name, Supplier<String> text, String says) {
        return Arguments.of(name, text, says);
    }

    private static String image(String blob) {
        return "{\"config\":%s,\"layers\":[%s]}".formatted(blob, blob);
    }

    private static String list(int size) {
        return IntStream.range(0, size).mapToObj(i -> BLOB).collect(Collectors.joining(",", "[", "]"));
    }

    private static String descriptor(String digest, String size) {
        return "{\"mediaType\":\"a/b\",\"digest\":\"%s\",\"size\":%s}".formatted(digest, size);
    }
}
