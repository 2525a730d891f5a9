package dev.imagemirror.registry;

import static dev.imagemirror.registry.Harness.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.Blob;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.VerifyingStream;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestRegistry;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Habits of single registries that no other test is about, as their users and makers tell them.
class QuirksTest {
    private static final Tag TAG = new Tag("v1");
    private static final int LARGE = 2 * 1024 * 1024;

    @AutoClose
    private final Harness harness = new Harness();

    private final TestRegistry registry = harness.registry;

    /// ECR answers 201, Pulp 204.
    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204})
    void aPatchMayBeAnsweredInManyWays(int status) {
        registry.faultAlways(
                RequestKind.UPLOAD_PATCH,
                new Fault.Change(answer -> new TestAnswer(status, answer.headers(), Payload.EMPTY)));

        Descriptor blob = push(LARGE);

        assertThat(registry.blob("app", blob.digest())).isPresent();
    }

    /// A look makes sure of what only seems to be accepted.
    @ParameterizedTest
    @ValueSource(ints = {200, 202, 204})
    void aCommitMayBeAnsweredInManyWays(int status) {
        registry.fault(
                RequestKind.UPLOAD_PUT,
                1,
                new Fault.Change(answer -> new TestAnswer(status, answer.headers(), Payload.EMPTY)));

        Descriptor blob = push(100);

        assertThat(registry.blob("app", blob.digest())).isPresent();
        assertThat(registry.count(RequestKind.BLOB_HEAD)).isEqualTo(1);
    }

    /// Not ours to mend: another manifest would have another digest.
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "405, UNSUPPORTED, Invalid JSON syntax", // ECR, of manifests without media type
        "400, MANIFEST_INVALID, Invalid parameter",
        "415, MANIFEST_INVALID, media type is not supported" // zot, of Docker's types
    })
    void aManifestThatARegistryDoesNotLikeIsReportedInItsWords(int status, String code, String message) {
        registry.addImage("app", "v1", "x");
        Manifest manifest = source().fetch(TAG).orElseThrow();
        registry.faultAlways(RequestKind.MANIFEST_PUT, new Fault.Answer(TestAnswer.error(status, code, message)));

        Failure failure = failure(() -> target().tag(manifest, TAG));

        assertThat(failure.kind()).isEqualTo(FailureKind.PUSH_REJECTED);
        assertThat(failure.detail()).isEqualTo("HTTP %d: %s: %s".formatted(status, code, message));
    }

    /// Harbor's proxy cache adds `library/` by a redirect.
    @ParameterizedTest
    @EnumSource(names = {"MANIFEST_HEAD", "MANIFEST_GET", "BLOB_GET", "TAGS"})
    void aMovedRepositoryIsFollowed(RequestKind kind) {
        Digest digest = registry.addImage("library/app", "v1", "x");
        Descriptor layer = registry.addBlob("library/app", Payload.generated(10));
        String rest = switch (kind) {
            case TAGS -> "tags/list";
            case BLOB_GET -> "blobs/" + layer.digest();
            default -> "manifests/v1";
        };
        registry.fault(kind, 1, Fault.redirect(301, "/v2/library/app/" + rest));

        Object found = switch (kind) {
            case TAGS -> source().tags().orElseThrow().tags().getFirst();
            case BLOB_GET -> source().open(layer).descriptor().digest();
            case MANIFEST_HEAD -> source().resolve(TAG).orElseThrow().digest();
            default -> source().fetch(TAG).orElseThrow().digest();
        };

        assertThat(found).isIn(TAG, layer.digest(), digest);
    }

    /// Quay: 50 tags a page, and the next one by a word of its own.
    @Test
    void aPageMayBeNamedByAWordOfTheRegistry() {
        Harness.seePages(harness.hosts, registry);
        String first = tags(0, 50);
        registry.fault(
                RequestKind.TAGS,
                1,
                new Fault.Answer(TestAnswer.text(200, "application/json", first)
                        .with("Link", "</v2/app/tags/list?n=50&next_page=gAAAAABkw%3D%3D>; rel=\"next\"")));
        registry.fault(RequestKind.TAGS, 2, new Fault.Answer(TestAnswer.text(200, "application/json", tags(50, 60))));

        assertThat(source().tags().orElseThrow().tags()).hasSize(60);
        assertThat(registry.requests().getLast().target())
                .isEqualTo("/v2/app/tags/list?n=50&next_page=gAAAAABkw%3D%3D");
    }

    /// ECR and Docker Hub may make a repository when something is pushed to it.
    @Test
    void aRepositoryThatIsNotThereMayComeWithThePush() {
        assertThat(target().tags()).isEmpty();
        assertThat(target().resolve(TAG)).isEmpty();

        push(100);
        registry.addImage("from", "v1", "x");
        Manifest manifest = harness.source("from").fetch(TAG).orElseThrow();

        assertThat(harness.target("from").tag(manifest, new Tag("v2"))).isNotNull();
    }

    /// A site that moved: nothing may count as done.
    @Test
    void aServerThatAnswersEverythingWithAPageIsNoRegistry() {
        registry.addImage("app", "v1", "x");
        Manifest manifest = source().fetch(TAG).orElseThrow();
        TestAnswer page = TestAnswer.text(200, "text/html", "<html>We have moved</html>");
        for (RequestKind kind : RequestKind.values()) {
            registry.faultAlways(kind, new Fault.Answer(page));
        }

        assertThat(failure(() -> source().tags()).kind()).isEqualTo(FailureKind.NOT_A_REGISTRY);
        assertThat(failure(() -> source().resolve(TAG)).kind()).isEqualTo(FailureKind.NOT_A_REGISTRY);
        assertThat(failure(() -> source().fetch(TAG)).kind()).isEqualTo(FailureKind.NOT_A_REGISTRY);
        assertThat(failure(() -> pushWords("x")).kind()).isEqualTo(FailureKind.NOT_A_REGISTRY);
        assertThat(failure(() -> target().tag(manifest, TAG)).kind()).isEqualTo(FailureKind.NOT_A_REGISTRY);
        assertThat(failure(() -> target().delete(TAG)).kind()).isEqualTo(FailureKind.NOT_A_REGISTRY);
    }

    private Descriptor push(int size) {
        Descriptor blob = registry.addBlob("from", Payload.generated(size));
        try (Blob opened = harness.source("from").open(blob)) {
            target().push(opened);
        }
        return blob;
    }

    private void pushWords(String words) {
        var bytes = new ByteArrayInputStream(words.getBytes(StandardCharsets.UTF_8));
        target().push(new Blob(words(words), new VerifyingStream(bytes, words(words))));
    }

    private static Descriptor words(String words) {
        byte[] bytes = words.getBytes(StandardCharsets.UTF_8);
        return new Descriptor(MediaType.OCI_MANIFEST, Digest.of(bytes), bytes.length);
    }

    private ContentSource source() {
        return harness.source("app");
    }

    private ContentTarget target() {
        return harness.target("app");
    }

    private static String tags(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "\"t" + i + "\"")
                .collect(Collectors.joining(",", "{\"tags\":[", "]}"));
    }
}
