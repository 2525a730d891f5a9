package dev.imagemirror.registry;

import static dev.imagemirror.registry.Harness.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.auth.Credential;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.Deletion;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.RawManifest;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeletesTest {
    private static final Tag TAG = new Tag("v1");

    @AutoClose
    private final Harness harness = new Harness();

    private final TestRegistry registry = harness.registry;
    private final Digest digest = registry.addImage("app", "v1", "one");
    private final ContentTarget target = harness.target("app");

    @Test
    void aTagGoesAndItsSiblingsStay() {
        registry.addImage("app", "v2", "one");

        assertThat(target.delete(TAG)).isEqualTo(Deletion.DONE);

        assertThat(registry.tagged("app", "v1")).isEmpty();
        assertThat(registry.tagged("app", "v2")).contains(digest);
        assertThat(registry.requests().getFirst().target()).isEqualTo("/v2/app/manifests/v1");
    }

    @Test
    void aDigestGoesWithItsTags() {
        assertThat(target.delete(digest)).isEqualTo(Deletion.DONE);
        assertThat(registry.tagged("app", "v1")).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1} is {2}")
    @CsvSource({
        "404, MANIFEST_UNKNOWN, ABSENT",
        "404, NAME_UNKNOWN, ABSENT",
        "400, NAME_UNKNOWN, ABSENT",
        "404, '', UNSUPPORTED",
        "405, UNSUPPORTED, UNSUPPORTED",
        "400, DIGEST_INVALID, UNSUPPORTED",
        "400, UNSUPPORTED, UNSUPPORTED",
        "501, '', UNSUPPORTED"
    })
    void whatARefusalMeans(int status, String code, Deletion meaning) {
        registry.faultAlways(RequestKind.MANIFEST_DELETE, answer(status, code));

        assertThat(target.delete(TAG)).isEqualTo(meaning);
        assertThat(registry.count(RequestKind.MANIFEST_DELETE)).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0} {1} is {2}")
    @CsvSource({
        "400, GOOGLE_MANIFEST_DANGLING_TAG, PUSH_REJECTED",
        "405, DENIED, PUSH_REJECTED",
        "403, DENIED, DENIED",
        "409, CONFLICT, TAG_IMMUTABLE",
        "500, '', UNREACHABLE"
    })
    void whatAFailureMeans(int status, String code, FailureKind kind) {
        registry.faultAlways(RequestKind.MANIFEST_DELETE, answer(status, code));

        assertThat(failure(() -> target.delete(TAG)).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 204})
    void aDeletionThatDeletesNothingIsSaidSo(int status) {
        registry.fault(RequestKind.MANIFEST_DELETE, 1, Fault.status(status));

        assertThat(target.delete(TAG)).isEqualTo(Deletion.INEFFECTIVE);
    }

    @Test
    void theScopeThatWorkedIsRemembered() {
        registry.requireToken("user", "secret").refuseWildcards();
        registry.addImage("app", "v2", "two");
        ContentTarget locked = harness.target("app", new Credential.Basic("user", "secret"));

        assertThat(locked.delete(TAG)).isEqualTo(Deletion.DONE);
        assertThat(locked.delete(new Tag("v2"))).isEqualTo(Deletion.DONE);

        // The third is for the look whether it is gone.
        assertThat(registry.requests().stream()
                        .filter(request -> request.kind() == RequestKind.TOKEN)
                        .map(request -> request.parameters("scope")))
                .containsExactly(
                        List.of("repository:app:*"),
                        List.of("repository:app:pull,push,delete"),
                        List.of("repository:app:pull,push"));
        assertThat(registry.requests().getLast().method()).isEqualTo("HEAD");
    }

    @Test
    void anIndexThatIsStillThereIsSeen() {
        registry.addManifest("app", MediaType.OCI_INDEX, "{\"schemaVersion\":2,\"manifests\":[]}", "index");
        registry.fault(RequestKind.MANIFEST_DELETE, 1, Fault.status(202));

        assertThat(target.delete(new Tag("index"))).isEqualTo(Deletion.INEFFECTIVE);
    }

    @Test
    void aDeletionMayShowALittleLater() {
        registry.fault(
                RequestKind.MANIFEST_HEAD,
                1,
                new Fault.Answer(TestAnswer.of(200)
                        .with("Docker-Content-Digest", digest.text())
                        .with("Content-Type", MediaType.OCI_MANIFEST.text())));

        assertThat(target.delete(TAG)).isEqualTo(Deletion.DONE);
    }

    @Test
    void aLookThatFailsAfterwardsIsAFailureOfItsOwn() {
        registry.faultAlways(RequestKind.MANIFEST_HEAD, Fault.status(500));

        assertThat(failure(() -> target.delete(TAG)).kind()).isEqualTo(FailureKind.UNREACHABLE);
    }

    @Test
    void anAnswerThatIsLostIsLookedFor() {
        registry.fault(RequestKind.MANIFEST_DELETE, 1, new Fault.Garbage(""));

        assertThat(target.delete(TAG)).isEqualTo(Deletion.DONE);
    }

    @Test
    void aDeletedReferrerLeavesTheFallbackTag() {
        Manifest first = referrer(1);
        Manifest second = referrer(2);
        target.push(first);
        target.push(second);

        assertThat(target.delete(first.digest())).isEqualTo(Deletion.DONE);

        assertThat(target.referrers(digest))
                .extracting(referrer -> referrer.descriptor().digest())
                .containsExactly(second.digest());
    }

    @Test
    void aReferrerThatIsNotListedCostsNoWrite() {
        registry.listReferrers();
        Manifest referrer = referrer(1);
        target.push(referrer);

        assertThat(target.delete(referrer.digest())).isEqualTo(Deletion.DONE);
        assertThat(registry.count(RequestKind.MANIFEST_PUT)).isEqualTo(1);
    }

    private Manifest referrer(int number) {
        Descriptor config = registry.addBlob("app", Payload.of("{}".getBytes(StandardCharsets.UTF_8)));
        byte[] bytes = TestRegistry.imageManifest(config)
                .replace(
                        "\"layers\"",
                        "\"subject\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":1},\"annotations\":{\"n\":\"%d\"},\"layers\""
                                .formatted(MediaType.OCI_MANIFEST, digest, number))
                .getBytes(StandardCharsets.UTF_8);
        return Manifest.parse(new RawManifest(MediaType.OCI_MANIFEST, bytes));
    }

    private static Fault answer(int status, String code) {
        return new Fault.Answer(code.isEmpty() ? TestAnswer.of(status) : TestAnswer.error(status, code, "x"));
    }
}
