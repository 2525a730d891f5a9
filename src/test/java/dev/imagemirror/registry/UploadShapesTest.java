package dev.imagemirror.registry;

import static dev.imagemirror.registry.Harness.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.auth.Credential;
import dev.imagemirror.content.Blob;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.http.Origin;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestRequest;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadShapesTest {
    private static final int LARGE = 3 * 1024 * 1024;
    private static final int CHUNK = 8 * 1024 * 1024;

    @AutoClose
    private final Harness from = new Harness();

    @AutoClose
    private final Harness to = new Harness();

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 413, 415})
    void aSmallBlobWhosePutIsRefusedIsSentByPatchAndThatIsRemembered(int status) {
        to.registry.fault(RequestKind.UPLOAD_PUT, 1, Fault.status(status));

        copy(blob(100));
        copy(blob(200));

        assertThat(methods()).containsExactly("POST", "PUT", "POST", "PATCH", "PUT", "POST", "PATCH", "PUT");
    }

    @Test
    void whatWasLearnedIsForgottenWhenItIsWrong() {
        to.registry.fault(RequestKind.UPLOAD_PUT, 1, Fault.status(413));
        copy(blob(100));
        to.registry.fault(RequestKind.UPLOAD_PATCH, 1, Fault.status(405));

        failure(() -> copy(blob(200)));
        int before = methods().size();
        copy(blob(300));

        assertThat(methods().subList(before, methods().size())).containsExactly("POST", "PUT");
    }

    @ParameterizedTest(name = "PATCH {0}, PUT {1}")
    @CsvSource({"200, 200", "201, 201", "202, 202", "204, 204"})
    void otherSuccessesAreTakenAndAPutThatIsNot201IsLookedAfter(int patch, int put) {
        to.registry.fault(RequestKind.UPLOAD_PATCH, 1, changed(patch));
        to.registry.fault(RequestKind.UPLOAD_PUT, 1, changed(put));
        Descriptor blob = blob(LARGE);

        copy(blob);

        assertThat(to.registry.blob("app", blob.digest())).isPresent();
        assertThat(to.registry.count(RequestKind.BLOB_HEAD)).isEqualTo(put == 201 ? 0 : 1);
    }

    @Test
    void aBlobOfAnotherLengthDoesNotExist() {
        Descriptor blob = to.registry.addBlob("app", Payload.generated(100));
        to.registry.faultAlways(RequestKind.UPLOAD_POST, Fault.status(405));
        to.registry.fault(RequestKind.BLOB_HEAD, 1, new Fault.Change(answer -> answer.with("Content-Length", "99")));
        ContentTarget target = to.target("app");

        assertThat(target.mount(blob, target.repository())).isFalse();
        assertThat(target.mount(blob, target.repository())).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"404, BLOB_UPLOAD_UNKNOWN", "400, BLOB_UPLOAD_INVALID", "500, UNKNOWN"})
    void aLostUploadIsBegunAnew(int status, String code) {
        to.registry.fault(RequestKind.UPLOAD_PUT, 1, new Fault.Answer(TestAnswer.error(status, code, "x")));
        to.registry.fault(RequestKind.UPLOAD_PUT, 2, new Fault.Drop());

        copy(blob(100));

        assertThat(methods()).containsExactly("POST", "PUT", "POST", "PUT", "POST", "PUT");
    }

    @ParameterizedTest
    @ValueSource(ints = {100, LARGE})
    void aCommitWhoseAnswerIsLostIsLookedFor(int size) {
        to.registry.fault(RequestKind.UPLOAD_PUT, 1, new Fault.Garbage(""));

        copy(blob(size));

        assertThat(to.registry.count(RequestKind.UPLOAD_PUT)).isEqualTo(1);
        assertThat(to.registry.count(RequestKind.BLOB_HEAD)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"405, MONOLITHIC", "404, MONOLITHIC", "415, MONOLITHIC", "413, CHUNKED"})
    void aLargeBlobWhosePatchIsRefusedGetsAnotherShapeNextTime(int status, UploadShape shape) {
        Descriptor blob = blob(LARGE);
        to.registry.fault(RequestKind.UPLOAD_PATCH, 1, Fault.status(status));

        var failure = failure(() -> copy(blob));

        assertThat(failure.kind()).isEqualTo(FailureKind.UNREACHABLE);
        assertThat(failure.detail()).contains("the next attempt sends it in another way");
        int before = methods().size();
        copy(blob);
        assertThat(methods().subList(before, methods().size()))
                .isEqualTo(shape == UploadShape.MONOLITHIC ? List.of("POST", "PUT") : List.of("POST", "PATCH", "PUT"));
        assertThat(to.registry.requests().stream().anyMatch(UploadShapesTest::isChunk))
                .isEqualTo(shape == UploadShape.CHUNKED);
    }

    @ParameterizedTest(name = "least {0}: chunks of {1}")
    @CsvSource({"0, 8388608", "10000000, 10000000", "-1, 8388608", "text, 8388608", "9000000000000000000, 8388608"})
    void chunksAreAsLargeAsTheHostWants(String least, long size) {
        to.registry.faultAlways(
                RequestKind.UPLOAD_POST, new Fault.Change(answer -> answer.with("OCI-Chunk-Min-Length", least)));
        Descriptor blob = chunked(2 * CHUNK + 5);

        copy(blob);

        var ranges = to.registry.requests().stream()
                .filter(UploadShapesTest::isChunk)
                .map(request -> request.header("Content-Range").orElseThrow())
                .toList();
        assertThat(ranges).first().isEqualTo("0-" + (size - 1));
        assertThat(ranges).last().asString().endsWith("-" + (blob.size() - 1));
        assertThat(to.registry.blob("app", blob.digest())).isPresent();
    }

    @Test
    void aRegistryThatKeptLessThanItTookIsNoticedAtOnce() {
        Descriptor blob = chunked(2 * CHUNK);
        to.registry.fault(
                RequestKind.UPLOAD_PATCH,
                1,
                new Fault.Change(answer -> answer.without("Range").with("Range", "bytes=0-99")));

        var failure = failure(() -> copy(blob));

        assertThat(failure.kind()).isEqualTo(FailureKind.UNREACHABLE);
        assertThat(failure.detail()).isEqualTo("the registry holds the bytes bytes=0-99 of 8388608 sent");
        assertThat(to.registry.openUploads()).isZero();
    }

    @Test
    void anAccessThatEndsInTheMiddleOfALargeUploadIsNoRefusal() {
        to.registry.requireToken("user", "secret");
        Credential credential = new Credential.Basic("user", "secret");
        ContentTarget target = to.target("app", credential);
        Descriptor blob = blob(LARGE);
        to.registry.fault(
                RequestKind.UPLOAD_PATCH,
                1,
                new Fault.Answer(TestAnswer.of(401).with("WWW-Authenticate", "Bearer realm=\"/token\"")));

        assertThat(failure(() -> copy(blob, target)).kind()).isEqualTo(FailureKind.UNREACHABLE);
        copy(blob, target);

        assertThat(to.registry.blob("app", blob.digest())).isPresent();
        assertThat(to.registry.count(RequestKind.TOKEN)).isEqualTo(2);
    }

    @Test
    void aMountNeedsNoBytes() {
        Descriptor blob = to.registry.addBlob("base", Payload.generated(100));

        assertThat(to.target("app").mount(blob, to.registry.repository("base"))).isTrue();

        assertThat(to.registry.requests())
                .extracting(TestRequest::target)
                .containsExactly("/v2/app/blobs/uploads/?mount=" + blob.digest() + "&from=base");
        assertThat(to.registry.blob("app", blob.digest())).isPresent();
    }

    @Test
    void aMountThatIsNotDoneBeginsTheUpload() {
        Descriptor blob = blob(100);
        ContentTarget target = to.target("app");

        assertThat(target.mount(blob, to.registry.repository("base"))).isFalse();
        copy(blob, target);

        assertThat(methods()).containsExactly("POST", "PUT");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 500})
    void aMountThatFailsIsFollowedByAPlainUpload(int status) {
        Descriptor blob = blob(100);
        ContentTarget target = to.target("app");
        to.registry.fault(RequestKind.UPLOAD_POST, 1, Fault.status(status));

        assertThat(target.mount(blob, to.registry.repository("base"))).isFalse();
        copy(blob, target);

        assertThat(to.registry.blob("app", blob.digest())).isPresent();
    }

    @Test
    void aMountFromAnotherRegistryIsNotAskedFor() {
        Descriptor blob = blob(100);

        assertThat(to.target("app").mount(blob, from.registry.repository("app")))
                .isFalse();
        assertThat(to.registry.requests()).isEmpty();
    }

    @Test
    void theTokenOfAMountNamesTheRepositoryThatIsWrittenFirst() {
        to.registry.requireToken("user", "secret");
        Descriptor blob = to.registry.addBlob("base", Payload.generated(100));

        assertThat(to.target("app", new Credential.Basic("user", "secret")).mount(blob, to.registry.repository("base")))
                .isTrue();

        assertThat(to.registry.requests().stream()
                        .filter(request -> request.kind() == RequestKind.TOKEN)
                        .map(request -> request.parameters("scope")))
                .containsExactly(List.of("repository:app:pull,push", "repository:base:pull"));
    }

    private static Fault changed(int status) {
        return new Fault.Change(answer -> new TestAnswer(status, answer.headers(), answer.payload()));
    }

    /// A blob for a host that was seen to want chunks.
    private Descriptor chunked(int size) {
        to.hosts.habits(Origin.of(URI.create(to.registry.url()))).uploads().refuseLarge(UploadShape.STREAMED, 413);
        return blob(size);
    }

    private Descriptor blob(int size) {
        return from.registry.addBlob("app", Payload.generated(size));
    }

    private void copy(Descriptor blob) {
        copy(blob, to.target("app"));
    }

    private void copy(Descriptor blob, ContentTarget target) {
        try (Blob opened = from.source("app").open(blob)) {
            target.push(opened);
        }
    }

    private List<String> methods() {
        return to.registry.requests().stream()
                .filter(request -> request.kind().name().startsWith("UPLOAD_"))
                .map(TestRequest::method)
                .filter(method -> !method.equals("DELETE"))
                .toList();
    }

    private static boolean isChunk(TestRequest request) {
        return request.header("Content-Range").isPresent();
    }
}
