package dev.imagemirror.registry;

import static dev.imagemirror.registry.Harness.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.PushResult;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.ImageManifest;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.RawManifest;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestRegistry;
import dev.imagemirror.registry.testing.TestRequest;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestWritesTest {
    private static final Tag TAG = new Tag("v1");
    private static final String OTHER = "sha256:" + "0".repeat(64);

    @AutoClose
    private final Harness harness = new Harness();

    private final TestRegistry registry = harness.registry;
    private final Digest digest = registry.addImage("app", "v1", "one");
    private final Manifest manifest = harness.source("app").fetch(TAG).orElseThrow();
    private final ContentTarget target = harness.target("app");

    @Test
    void writesByDigestAndByTag() {
        target.push(manifest);
        target.tag(manifest, new Tag("v2"));

        assertThat(registry.tagged("app", "v2")).contains(digest);
        assertThat(registry.requests().getLast().header("Content-Type")).contains(MediaType.OCI_MANIFEST.text());
        assertThat(registry.count(RequestKind.MANIFEST_HEAD)).isZero();
    }

    @Test
    void aPutWithoutConfirmationIsFollowedByHead() {
        registry.fault(
                RequestKind.MANIFEST_PUT, 1, new Fault.Change(answer -> answer.without("Docker-Content-Digest")));

        target.tag(manifest, new Tag("v2"));

        assertThat(registry.count(RequestKind.MANIFEST_HEAD)).isEqualTo(1);
    }

    @Test
    void aServerThatSaysYesToEverythingIsNoRegistry() {
        registry.fault(RequestKind.MANIFEST_PUT, 1, Fault.status(200));

        assertThat(failure(() -> target.tag(manifest, new Tag("v2"))).kind()).isEqualTo(FailureKind.NOT_A_REGISTRY);
    }

    @Test
    void anotherDigestThanTheOneSentIsAMismatch() {
        registry.fault(
                RequestKind.MANIFEST_PUT, 1, new Fault.Answer(TestAnswer.of(201).with("Docker-Content-Digest", OTHER)));

        var failure = failure(() -> target.tag(manifest, new Tag("v2")));

        assertThat(failure.kind()).isEqualTo(FailureKind.DIGEST_MISMATCH);
        assertThat(failure.side()).isEqualTo(Side.TARGET);
    }

    @Test
    void writesAreNotRepeated() {
        registry.faultAlways(RequestKind.MANIFEST_PUT, Fault.status(503));

        assertThat(failure(() -> target.push(manifest)).kind()).isEqualTo(FailureKind.UNREACHABLE);
        assertThat(registry.requests().stream().map(TestRequest::kind).filter(RequestKind.MANIFEST_PUT::equals))
                .hasSize(1);
    }

    @Test
    void theRealRegistrysWordsNameEverythingThatIsMissing() {
        ImageManifest image = (ImageManifest) manifest;

        PushResult result = harness.target("elsewhere").tag(manifest, TAG);

        assertThat(result).isInstanceOfSatisfying(PushResult.Incomplete.class, incomplete -> {
            assertThat(incomplete.missing())
                    .containsExactlyInAnyOrder(
                            image.config().digest(), image.layers().getFirst().digest());
            assertThat(incomplete.failure().kind()).isEqualTo(FailureKind.PUSH_REJECTED);
            assertThat(incomplete.failure().side()).isEqualTo(Side.TARGET);
            assertThat(incomplete.failure().toString()).contains("write manifest v1: HTTP 400: MANIFEST_BLOB_UNKNOWN");
        });
        assertThat(registry.tagged("elsewhere", "v1")).isEmpty();
    }

    /// LAYER is one of the image's, OTHER is not.
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {'code':'MANIFEST_BLOB_UNKNOWN','detail':'LAYER'}",
                "404 | {'code':'MANIFEST_BLOB_UNKNOWN','detail':{'digest':'LAYER'}}",
                "400 | {'code':'MANIFEST_BLOB_UNKNOWN','detail':{'Digest':{'x':['LAYER','OTHER']}}}",
                "400 | {'code':'MANIFEST_BLOB_UNKNOWN','detail':['LAYER']}",
                "400 | {'code':'manifest_blob_unknown','message':'blob LAYER unknown to registry'}",
                "400 | {'code':'BLOB_UNKNOWN','message':'blob unknown','detail':{'blobDigest':'LAYER'}}"
            })
    void readsWhatIsMissingFromDetailsOfEveryShape(int status, String error) {
        answer(status, error);

        assertThat(target.push(manifest))
                .extracting(result -> ((PushResult.Incomplete) result).missing())
                .isEqualTo(Set.of(((ImageManifest) manifest).layers().getFirst().digest()));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {'code':'BLOB_UNKNOWN'}",
                "404 | {'code':'MANIFEST_BLOB_UNKNOWN','detail':'OTHER'}",
                "400 | {'code':'MANIFEST_BLOB_UNKNOWN','detail':'sha256:00'}"
            })
    void aRegistryNeedNotSayWhatIsMissing(int status, String error) {
        answer(status, error);

        assertThat(target.push(manifest))
                .extracting(result -> ((PushResult.Incomplete) result).missing())
                .isEqualTo(Set.of());
    }

    @Test
    void anAnswerThatIsLostIsLookedFor() {
        registry.fault(RequestKind.MANIFEST_PUT, 1, new Fault.Garbage(""));

        assertThat(target.tag(manifest, new Tag("v2"))).isEqualTo(new PushResult.Done());

        assertThat(registry.tagged("app", "v2")).contains(digest);
        assertThat(registry.count(RequestKind.MANIFEST_PUT)).isEqualTo(1);
    }

    @Test
    void aWriteThatDidNotTakePlaceIsSentOnceMore() {
        registry.addImage("app", "v2", "two");
        registry.fault(RequestKind.MANIFEST_PUT, 1, new Fault.Drop());

        assertThat(target.tag(manifest, new Tag("v2"))).isEqualTo(new PushResult.Done());
        assertThat(registry.count(RequestKind.MANIFEST_PUT)).isEqualTo(2);
    }

    @Test
    void aWriteThatDoesNotTakePlaceTwiceIsAFailure() {
        registry.addImage("app", "v2", "two");
        registry.fault(RequestKind.MANIFEST_PUT, 1, new Fault.Drop());
        registry.fault(RequestKind.MANIFEST_PUT, 2, new Fault.Drop());

        assertThat(failure(() -> target.tag(manifest, new Tag("v2"))).kind()).isEqualTo(FailureKind.UNREACHABLE);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "400, ImageTagAlreadyExistsException, The image tag already exists",
        "400, TAG_INVALID, tag is immutable",
        "412, PRECONDITION, matched immutable rules",
        "409, CONFLICT, x"
    })
    void aTagThatMayNotMoveIsDoneWhenItNamesThisAlready(int status, String code, String message) {
        registry.addImage("app", "v2", "two");
        registry.faultAlways(RequestKind.MANIFEST_PUT, new Fault.Answer(TestAnswer.error(status, code, message)));

        assertThat(target.tag(manifest, TAG)).isEqualTo(new PushResult.Done());
        assertThat(failure(() -> target.tag(manifest, new Tag("v2"))).kind()).isEqualTo(FailureKind.TAG_IMMUTABLE);
    }

    /// Several machines may answer for one registry, and one of them has not heard yet.
    @Test
    void whatWasWrittenMayShowALittleLater() {
        registry.fault(
                RequestKind.MANIFEST_PUT, 1, new Fault.Change(answer -> answer.without("Docker-Content-Digest")));
        registry.fault(RequestKind.MANIFEST_HEAD, 1, Fault.status(404));
        registry.fault(RequestKind.MANIFEST_HEAD, 2, Fault.status(404));

        assertThat(target.tag(manifest, new Tag("v2"))).isEqualTo(new PushResult.Done());
    }

    @Test
    void unknownTypesAndFieldsArePushedAsTheyCame() {
        String json = new String(manifest.raw().bytes(), StandardCharsets.UTF_8)
                .replace("{\"schemaVersion\":2,", "{ \"schemaVersion\" : 2, \"x-unknown\":[1e3],")
                .replace("application/vnd.oci.image.layer.v1.tar+gzip", "application/x-wasm")
                .replace("\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",", "");
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);

        target.tag(Manifest.parse(new RawManifest(MediaType.OCI_MANIFEST, bytes)), new Tag("v2"));

        assertThat(registry.tagged("app", "v2")).contains(Digest.of(bytes));
        assertThat(registry.requests().getLast().header("Content-Type")).contains(MediaType.OCI_MANIFEST.text());
    }

    private void answer(int status, String error) {
        String body = "{'errors':[%s]}"
                .formatted(error)
                .replace(
                        "LAYER",
                        ((ImageManifest) manifest).layers().getFirst().digest().text())
                .replace("OTHER", OTHER)
                .replace('\'', '"');
        registry.fault(
                RequestKind.MANIFEST_PUT, 1, new Fault.Answer(TestAnswer.text(status, "application/json", body)));
    }
}
