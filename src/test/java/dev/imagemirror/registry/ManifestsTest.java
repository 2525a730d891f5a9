package dev.imagemirror.registry;

import static dev.imagemirror.registry.Harness.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.auth.Authenticator;
import dev.imagemirror.auth.Credentials;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.http.Headers;
import dev.imagemirror.http.Method;
import dev.imagemirror.http.Request;
import dev.imagemirror.http.Response;
import dev.imagemirror.http.Transport;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.Registry;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestRegistry;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestsTest {
    private static final Tag TAG = new Tag("v1");
    private static final String OTHER = "sha256:" + "0".repeat(64);

    @AutoClose
    private final Harness harness = new Harness();

    private final TestRegistry registry = harness.registry;
    private Digest digest = Digest.of(new byte[0]);

    @BeforeEach
    void fill() {
        digest = registry.addImage("app", "v1", "one");
    }

    @Test
    void headTellsEverything() {
        Descriptor found = source().resolve(TAG).orElseThrow();

        assertThat(found.digest()).isEqualTo(digest);
        assertThat(found.mediaType()).isEqualTo(MediaType.OCI_MANIFEST);
        assertThat(found.size()).isEqualTo(fetched().raw().bytes().length);
        assertThat(registry.count(RequestKind.MANIFEST_HEAD)).isEqualTo(1);
        assertThat(registry.requests().getFirst().header("Accept"))
                .contains("application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, "
                        + "application/vnd.docker.distribution.manifest.list.v2+json, "
                        + "application/vnd.docker.distribution.manifest.v2+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Docker-Content-Digest", "Content-Type"})
    void aHeadThatLacksAHeaderIsFollowedByGet(String header) {
        registry.fault(RequestKind.MANIFEST_HEAD, 1, new Fault.Change(answer -> answer.without(header)));

        assertThat(source().resolve(TAG).map(Descriptor::digest)).contains(digest);
        assertThat(registry.count(RequestKind.MANIFEST_GET)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 405, 501})
    void aRefusedHeadIsFollowedByGet(int status) {
        registry.fault(RequestKind.MANIFEST_HEAD, 1, Fault.status(status));

        assertThat(source().resolve(TAG).map(Descriptor::digest)).contains(digest);
    }

    /// As registry.redhat.io says it.
    @Test
    void whatIsNotThereMayBeCalledUnknown() {
        Fault unknown = new Fault.Answer(TestAnswer.error(404, "UNKNOWN", "Not Found"));
        registry.faultAlways(RequestKind.MANIFEST_HEAD, unknown);
        registry.faultAlways(RequestKind.MANIFEST_GET, unknown);

        assertThat(source().resolve(TAG)).isEmpty();
        assertThat(source().fetch(TAG)).isEmpty();
    }

    @Test
    void aForbiddenHeadIsFollowedByOneGetThatSaysWhy() {
        Fault forbidden = new Fault.Answer(TestAnswer.error(403, "DENIED", "the licence has ended"));
        registry.faultAlways(RequestKind.MANIFEST_HEAD, forbidden);
        registry.faultAlways(RequestKind.MANIFEST_GET, forbidden);

        Failure failure = failure(() -> source().resolve(TAG));

        assertThat(failure.kind()).isEqualTo(FailureKind.DENIED);
        assertThat(failure.detail()).contains("the licence has ended");
        assertThat(registry.count(RequestKind.MANIFEST_GET)).isEqualTo(1);
    }

    @Test
    void theReasonOfARefusedHeadIsAskedForOnce() {
        registry.faultAlways(RequestKind.MANIFEST_HEAD, Fault.status(403));
        registry.faultAlways(
                RequestKind.MANIFEST_GET, new Fault.Answer(TestAnswer.error(403, "DENIED", "the licence ended")));

        var failure = failure(() -> source().resolve(TAG));

        assertThat(failure.toString()).endsWith("could not look up v1: HTTP 403: DENIED: the licence ended");
        assertThat(failure.kind()).isEqualTo(FailureKind.DENIED);
        assertThat(registry.requests()).hasSize(2);
    }

    /// Docker Hub counts every GET of a manifest as a pull.
    @Test
    void dockerHubIsNotAskedForTheReason() {
        List<Method> asked = new ArrayList<>();
        Transport hub = new Transport() {
            @Override
            public Response send(Request request) {
                asked.add(request.method());
                return new Response(request.uri(), 403, Headers.NONE, InputStream.nullInputStream());
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        var client = new RegistryClient(
                new Authenticator(hub, () -> 0L), Credentials.NONE, RegistrySettings.of(name -> false, new Hosts()));

        var failure = failure(() -> client.source(new Repository(Registry.DOCKER_HUB, "library/app"))
                .resolve(TAG));

        assertThat(failure.kind()).isEqualTo(FailureKind.DENIED);
        assertThat(asked).containsExactly(Method.HEAD);
    }

    @Test
    void whatIsNotThereIsEmpty() {
        assertThat(source().resolve(new Tag("v2"))).isEmpty();
        assertThat(source().fetch(new Tag("v2"))).isEmpty();
        assertThat(source().fetch(Digest.parse(OTHER))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true"})
    void aManifestWithTheWrongBytesIsRefused(boolean byTag, boolean withHeader) {
        registry.fault(
                RequestKind.MANIFEST_GET,
                1,
                new Fault.Change(answer -> (withHeader ? answer : answer.without("Docker-Content-Digest"))
                        .with(Payload.of("{\"schemaVersion\":2}".getBytes(StandardCharsets.UTF_8)))));

        var failure = failure(() -> source().fetch(byTag ? TAG : digest));

        // By tag and without a header nothing says which bytes are right.
        assertThat(failure.kind())
                .isEqualTo(byTag && !withHeader ? FailureKind.UNSUPPORTED_MANIFEST : FailureKind.DIGEST_MISMATCH);
        assertThat(failure.side()).isEqualTo(Side.SOURCE);
    }

    @Test
    void aTagThatStillNamesWhatIsRememberedIsNotDescribedAgain() {
        assertThat(source().named(TAG, digest)).contains(digest);
        assertThat(registry.requests())
                .singleElement()
                .satisfies(
                        request -> assertThat(request.header("If-None-Match")).contains("\"" + digest + "\""));
    }

    @Test
    void aTagThatMovedIsDescribedInTheSameAnswer() {
        assertThat(source().named(TAG, Digest.of(new byte[] {1}))).contains(digest);
        assertThat(source().named(new Tag("v2"), digest)).isEmpty();
        assertThat(registry.requests()).hasSize(2);
    }

    /// Whoever confirms another digest than the one asked about has not understood the question.
    @Test
    void anUnchangedTagOfAnotherDigestIsNotBelieved() {
        Digest remembered = Digest.of(new byte[] {1});
        registry.fault(
                RequestKind.MANIFEST_HEAD,
                1,
                new Fault.Answer(TestAnswer.of(304).with("Docker-Content-Digest", digest.text())));

        assertThat(source().named(TAG, remembered)).contains(digest);
    }

    @Test
    void aLyingHeaderDoesNotReplaceTheRequestedDigest() {
        registry.fault(RequestKind.MANIFEST_GET, 1, new Fault.Change(answer -> {
            byte[] other = "{}".getBytes(StandardCharsets.UTF_8);
            return answer.without("Docker-Content-Digest")
                    .with("Docker-Content-Digest", Digest.of(other).text())
                    .with(Payload.of(other));
        }));

        assertThat(failure(() -> source().fetch(digest)).kind()).isEqualTo(FailureKind.DIGEST_MISMATCH);
    }

    @Test
    void aManifestBeyondTheLimitIsRefused() {
        Payload large = Payload.generated(ContentSource.MAX_MANIFEST + 1L);
        registry.fault(RequestKind.MANIFEST_GET, 1, new Fault.Change(answer -> answer.with(large)));
        registry.fault(
                RequestKind.MANIFEST_GET,
                2,
                new Fault.Change(
                        answer -> answer.with("Transfer-Encoding", "chunked").with(new EndlessDocument())));

        for (int i = 0; i < 2; i++) {
            var failure = failure(() -> source().fetch(TAG));
            assertThat(failure.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
            assertThat(failure.detail()).contains("the manifest is longer than the limit of 4194304 bytes");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "text/html, <html></html>, NOT_A_REGISTRY",
        "application/vnd.docker.distribution.manifest.v1+prettyjws, {\"schemaVersion\":1}, UNSUPPORTED_MANIFEST",
        "application/json, {}, UNSUPPORTED_MANIFEST",
        "application/vnd.oci.image.manifest.v1+json, no, UNSUPPORTED_MANIFEST",
        "application/vnd.oci.image.manifest.v1+json, '{\"mediaType\":\"application/vnd.oci.image.index.v1+json\"}', UNSUPPORTED_MANIFEST"
    })
    void whatIsNoManifestIsRefused(String type, String body, FailureKind kind) {
        registry.fault(RequestKind.MANIFEST_GET, 1, new Fault.Answer(TestAnswer.text(200, type, body)));

        assertThat(failure(() -> source().fetch(TAG)).kind()).isEqualTo(kind);
    }

    @Test
    void aGenericTypeLeavesTheWordToTheManifest() {
        registry.fault(
                RequestKind.MANIFEST_GET,
                1,
                new Fault.Change(answer -> answer.without("Content-Type").with("Content-Type", "text/plain")));

        assertThat(fetched().raw().mediaType()).isEqualTo(MediaType.OCI_MANIFEST);
    }

    @Test
    void aMovedRepositoryIsFollowed() {
        registry.fault(RequestKind.MANIFEST_GET, 1, Fault.redirect(301, "/v2/app/manifests/" + digest));

        assertThat(source().fetch(TAG)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 503, 504})
    void readsAreRepeatedAtOnceAFewTimes(int status) {
        registry.fault(RequestKind.MANIFEST_GET, 1, Fault.status(status));
        registry.fault(RequestKind.MANIFEST_GET, 2, new Fault.Drop());

        assertThat(source().fetch(TAG)).isPresent();
    }

    @Test
    void repetitionsEnd() {
        registry.faultAlways(RequestKind.MANIFEST_GET, Fault.status(503));

        assertThat(failure(() -> source().fetch(TAG)).status()).isEqualTo(503);
        assertThat(registry.count(RequestKind.MANIFEST_GET)).isEqualTo(3);
    }

    @Test
    void aServerThatAsksForALongWaitIsNotAskedAgain() {
        registry.faultAlways(
                RequestKind.MANIFEST_GET, new Fault.Answer(TestAnswer.of(503).with("Retry-After", "31")));

        assertThat(failure(() -> source().fetch(TAG)).pause()).isPresent();
        assertThat(registry.count(RequestKind.MANIFEST_GET)).isEqualTo(1);
    }

    private ContentSource source() {
        return harness.source("app");
    }

    private Manifest fetched() {
        Optional<Manifest> manifest = source().fetch(TAG);
        return manifest.orElseThrow();
    }
}
