package dev.imagemirror.registry;

import static dev.imagemirror.registry.Harness.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.imagemirror.auth.Credential;
import dev.imagemirror.content.Blob;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.content.VerifyingStream;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestRegistry;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadsTest {
    private static final int LARGE = 3 * 1024 * 1024;

    @AutoClose
    private final Harness from = new Harness();

    @AutoClose
    private final Harness to = new Harness();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, Blob.SMALL, Blob.SMALL + 1, LARGE})
    void copiesABlobOfAnySize(int size) {
        Descriptor blob = from.registry.addBlob("app", Payload.generated(size));

        copy(blob);

        assertThat(to.registry.blob("app", blob.digest()).map(Payload::digest))
                .contains(blob.digest().text());
        assertThat(to.registry.count(RequestKind.UPLOAD_POST)).isEqualTo(1);
        assertThat(to.registry.count(RequestKind.UPLOAD_PATCH)).isEqualTo(size > Blob.SMALL ? 1 : 0);
        assertThat(to.registry.count(RequestKind.UPLOAD_PUT)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, LARGE})
    void aCorruptBlobIsAFaultOfTheSourceAndNeverCompleted(int size) {
        Descriptor blob = from.registry.addBlob("app", Payload.generated(size));
        from.registry.fault(RequestKind.BLOB_GET, 1, Fault.corrupt());

        var failure = failure(() -> copy(blob));

        assertThat(failure.kind()).isEqualTo(FailureKind.DIGEST_MISMATCH);
        assertThat(failure.side()).isEqualTo(Side.SOURCE);
        assertThat(failure.place()).isEqualTo(from.registry.repository("app").toString());
        assertThat(to.registry.count(RequestKind.UPLOAD_PUT)).isZero();
        assertThat(to.registry.blob("app", blob.digest())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, LARGE})
    void aTruncatedBlobIsAFaultOfTheSource(int size) {
        Descriptor blob = from.registry.addBlob("app", Payload.generated(size));
        from.registry.faultAlways(RequestKind.BLOB_GET, new Fault.Cut(10));

        var failure = failure(() -> copy(blob));

        assertThat(failure.kind()).isEqualTo(FailureKind.UNREACHABLE);
        assertThat(failure.side()).isEqualTo(Side.SOURCE);
        assertThat(to.registry.blob("app", blob.digest())).isEmpty();
    }

    @Test
    void aBlobOfAnotherLengthIsRefusedBeforeTheUpload() {
        Descriptor blob = from.registry.addBlob("app", Payload.generated(LARGE));
        from.registry.fault(
                RequestKind.BLOB_GET, 1, new Fault.Change(answer -> answer.with(Payload.generated(LARGE - 1))));

        assertThat(failure(() -> copy(blob)).kind()).isEqualTo(FailureKind.DIGEST_MISMATCH);
        assertThat(to.registry.requests()).isEmpty();
    }

    @Test
    void aMissingBlobIsNotFoundAtTheSource() {
        Descriptor blob = to.registry.addBlob("app", Payload.generated(10));

        var failure = failure(() -> copy(blob));

        assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(failure.side()).isEqualTo(Side.SOURCE);
    }

    @Test
    void aStreamFromElsewhereThatIsCorruptIsAMismatchToo() {
        Descriptor blob = from.registry.addBlob("app", Payload.generated(LARGE));
        var wrong = new VerifyingStream(new ByteArrayInputStream(new byte[LARGE]), blob);

        var failure = failure(() -> to.target("app").push(new Blob(blob, wrong)));

        assertThat(failure.kind()).isEqualTo(FailureKind.DIGEST_MISMATCH);
        assertThat(failure.side()).isEqualTo(Side.SOURCE);
        assertThat(to.registry.count(RequestKind.UPLOAD_PUT)).isZero();
    }

    @Test
    void aTargetThatBreaksIsAFaultOfTheTarget() {
        Descriptor blob = from.registry.addBlob("app", Payload.generated(64 * 1024 * 1024));
        to.registry.fault(RequestKind.UPLOAD_PATCH, 1, new Fault.Drop());

        var failure = failure(() -> copy(blob));

        assertThat(failure.kind()).isEqualTo(FailureKind.UNREACHABLE);
        assertThat(failure.side()).isEqualTo(Side.TARGET);
        assertThat(to.registry.count(RequestKind.UPLOAD_DELETE)).isEqualTo(1);
        assertThat(to.registry.openUploads()).isZero();
    }

    @Test
    void aBlobBehindARedirectIsReadWithoutTheCredential() {
        try (TestRegistry storage = TestRegistry.start()) {
            Descriptor blob = storage.addBlob("bucket", Payload.generated(LARGE));
            from.registry.requireBasic("user", "secret");
            String signed = storage.url() + "/v2/bucket/blobs/" + blob.digest() + "?X-Amz-Signature=a%2Fb%3D";
            from.registry.fault(RequestKind.BLOB_GET, 2, Fault.redirect(307, signed));

            try (Blob opened =
                    from.source("app", new Credential.Basic("user", "secret")).open(blob)) {
                to.target("app").push(opened);
            }

            assertThat(to.registry.blob("app", blob.digest())).isPresent();
            assertThat(storage.requests().getFirst().target()).endsWith("?X-Amz-Signature=a%2Fb%3D");
            assertThat(storage.requests().getFirst().headers()).doesNotContainKey("authorization");
        }
    }

    @Test
    void aChallengeOfTheStorageGetsNoCredential() {
        try (TestRegistry storage = TestRegistry.start().requireBasic("x", "y")) {
            Descriptor blob = from.registry.addBlob("app", Payload.generated(10));
            from.registry.requireToken("user", "secret");
            from.registry.fault(
                    RequestKind.BLOB_GET, 2, Fault.redirect(307, storage.url() + "/v2/x/blobs/" + blob.digest()));

            failure(() ->
                    from.source("app", new Credential.Basic("user", "secret")).open(blob));

            assertThat(storage.requests())
                    .hasSize(1)
                    .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("authorization"));
        }
    }

    @Test
    void anUploadElsewhereGetsNoCredential() {
        try (TestRegistry storage = TestRegistry.start()) {
            Descriptor blob = from.registry.addBlob("app", Payload.generated(10));
            to.registry.requireBasic("user", "secret");
            to.registry.fault(
                    RequestKind.UPLOAD_POST,
                    2,
                    new Fault.Answer(
                            TestAnswer.of(202).with("Location", storage.url() + "/v2/app/blobs/uploads/u1?_state=x")));

            // Which knows no such upload, so that the next one is begun.
            try (Blob opened = from.source("app").open(blob)) {
                to.target("app", new Credential.Basic("user", "secret")).push(opened);
            }

            assertThat(storage.requests())
                    .isNotEmpty()
                    .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("authorization"));
            assertThat(storage.requests().getFirst().target())
                    .isEqualTo("/v2/app/blobs/uploads/u1?_state=x&digest=" + blob.digest());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ftp://a.test/x", "http://user:pw@127.0.0.1/x", "http://169.254.169.254/x"})
    void anUploadLocationThatCannotBeUsedIsAFailure(String location) {
        Descriptor blob = from.registry.addBlob("app", Payload.generated(10));
        TestAnswer answer = TestAnswer.of(202);
        to.registry.fault(
                RequestKind.UPLOAD_POST,
                1,
                new Fault.Answer(location.isEmpty() ? answer : answer.with("Location", location)));

        assertThat(failure(() -> copy(blob)).kind()).isIn(FailureKind.NOT_A_REGISTRY, FailureKind.ADDRESS_REFUSED);
    }

    @Test
    void aTokenThatEndsBeforeTheCommitIsRenewedWithoutSendingTheBytesAgain() {
        Descriptor blob = from.registry.addBlob("app", Payload.generated(LARGE));
        Credential credential = new Credential.Basic("user", "secret");
        to.registry.requireToken("user", "secret");
        to.registry.fault(
                RequestKind.UPLOAD_PUT,
                1,
                new Fault.Answer(TestAnswer.of(401).with("WWW-Authenticate", "Bearer realm=\"/token\"")));

        try (Blob opened = from.source("app").open(blob)) {
            to.target("app", credential).push(opened);
        }

        assertThat(to.registry.blob("app", blob.digest())).isPresent();
        assertThat(to.registry.count(RequestKind.UPLOAD_PATCH)).isEqualTo(1);
    }

    @Test
    void aRegistryThatTakesABlobAndForgetsItIsNoRegistry() {
        Descriptor blob = from.registry.addBlob("app", Payload.generated(10));
        to.registry.fault(RequestKind.UPLOAD_PUT, 1, Fault.status(202));

        assertThat(failure(() -> copy(blob)).kind()).isEqualTo(FailureKind.NOT_A_REGISTRY);
    }

    @Test
    void anInterruptedCopyLeavesAtOnceAndCompletesNothing() throws InterruptedException {
        Descriptor blob = from.registry.addBlob("app", Payload.generated(LARGE));
        from.registry.fault(RequestKind.BLOB_GET, 1, new Fault.StallInBody(LARGE / 2));
        var failed = new AtomicReference<Failure>();
        Thread copy = Thread.ofPlatform().start(() -> failed.set(failure(() -> copy(blob))));
        from.registry.awaitStall();

        copy.interrupt();

        assertThat(copy.join(Duration.ofSeconds(1))).isTrue();
        assertThat(failed.get().kind()).isEqualTo(FailureKind.CANCELLED);
        assertThat(to.registry.blob("app", blob.digest())).isEmpty();
    }

    /// A layer of any size needs the same few buffers.
    @Test
    void allocatesNoMoreForALargeBlobThanForASmallOne() {
        Descriptor small = from.registry.addBlob("app", Payload.generated(2 * 1024 * 1024));
        Descriptor large = from.registry.addBlob("app", Payload.generated(400L * 1024 * 1024));
        copy(small);

        long before = allocated();
        copy(large);

        assertThat(allocated() - before).isLessThan(4 * 1024 * 1024);
        assertThat(to.registry.blob("app", large.digest())).isPresent();
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private void copy(Descriptor blob) {
        try (Blob opened = from.source("app").open(blob)) {
            to.target("app").push(opened);
        }
    }
}
