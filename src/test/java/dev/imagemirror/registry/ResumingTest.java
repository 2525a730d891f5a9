package dev.imagemirror.registry;

import static dev.imagemirror.registry.Harness.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.auth.Credential;
import dev.imagemirror.content.Blob;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestRegistry;
import dev.imagemirror.registry.testing.TestRequest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResumingTest {
    private static final int SIZE = 300_000;

    @AutoClose
    private final Harness harness = new Harness();

    private final TestRegistry registry = harness.registry;
    private final Descriptor blob = registry.addBlob("app", Payload.generated(SIZE));

    @Test
    void theRestIsAskedForAndTheHashGoesOn() throws IOException {
        cut(1, 100_000);
        cut(2, 100_000);
        cut(3, 99_999);

        assertThat(Digest.of(read())).isEqualTo(blob.digest());
        assertThat(ranges()).containsExactly("", "bytes=100000-", "bytes=200000-", "bytes=299999-");
    }

    @Test
    void threeTimesAndNoMore() {
        for (int i = 1; i <= 4; i++) {
            cut(i, 1000);
        }

        var failure = failure(this::read);

        assertThat(failure.kind()).isEqualTo(FailureKind.UNREACHABLE);
        assertThat(failure.side()).isEqualTo(Side.SOURCE);
        assertThat(ranges()).hasSize(4);
    }

    @Test
    void progressMakesUpForBreaks() throws IOException {
        Descriptor large = registry.addBlob("app", Payload.generated(6L * Download.PROGRESS));
        for (int i = 1; i <= 5; i++) {
            cut(i, Download.PROGRESS);
        }

        try (Blob opened = harness.source("app").open(large)) {
            assertThat(opened.stream().readAllBytes()).hasSize(6 * Download.PROGRESS);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "206, bytes 0-299999/300000",
        "206, bytes 100001-299999/300000",
        "206, bytes 100000-299998/300000",
        "206, bytes 100000-299999/300001",
        "206, bytes 100000-299999/99999999999999999999",
        "206, none",
        "200, bytes 100000-299999/300000",
        "416, bytes */300000"
    })
    void anythingButTheRestIsRefused(int status, String range) {
        cut(1, 100_000);
        registry.fault(
                RequestKind.BLOB_GET,
                2,
                new Fault.Change(
                        answer -> new TestAnswer(status, List.of(), answer.payload()).with("Content-Range", range)));

        assertThat(failure(this::read).kind()).isEqualTo(FailureKind.UNREACHABLE);
        assertThat(ranges()).hasSize(2);
    }

    @Test
    void aRestThatIsCorruptIsNoticed() {
        cut(1, 100_000);
        registry.fault(RequestKind.BLOB_GET, 2, Fault.corrupt());

        assertThat(failure(this::read).kind()).isEqualTo(FailureKind.DIGEST_MISMATCH);
    }

    @Test
    void aBlobThatIsGoneMeanwhileIsNotFound() {
        cut(1, 100_000);
        registry.fault(RequestKind.BLOB_GET, 2, Fault.status(404));

        assertThat(failure(this::read).kind()).isEqualTo(FailureKind.NOT_FOUND);
    }

    @Test
    void theRegistryIsAskedForAFreshAddressOfTheStorage() throws IOException {
        try (TestRegistry storage = TestRegistry.start()) {
            storage.addBlob("bucket", Payload.generated(SIZE));
            storage.fault(RequestKind.BLOB_GET, 1, new Fault.Cut(5000));
            registry.requireBasic("user", "secret");
            for (int i = 1; i <= 3; i++) {
                String signed = storage.url() + "/v2/bucket/blobs/" + blob.digest() + "?sig=" + i;
                registry.fault(RequestKind.BLOB_GET, i, Fault.redirect(307, signed));
            }

            assertThat(Digest.of(read(new Credential.Basic("user", "secret")))).isEqualTo(blob.digest());

            assertThat(storage.requests()).extracting(TestRequest::target).allMatch(target -> target.contains("?sig="));
            assertThat(storage.requests())
                    .hasSize(2)
                    .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("authorization"));
            assertThat(storage.requests().getFirst().target())
                    .isNotEqualTo(storage.requests().getLast().target());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403})
    void anAddressThatExpiredBeforeItWasUsedIsAskedForAnewOnce(int status) throws IOException {
        try (TestRegistry storage = TestRegistry.start()) {
            storage.addBlob("bucket", Payload.generated(SIZE));
            storage.fault(RequestKind.BLOB_GET, 1, Fault.status(status));
            registry.faultAlways(
                    RequestKind.BLOB_GET, Fault.redirect(307, storage.url() + "/v2/bucket/blobs/" + blob.digest()));

            assertThat(Digest.of(read())).isEqualTo(blob.digest());

            storage.faultAlways(RequestKind.BLOB_GET, Fault.status(status));
            assertThat(failure(this::read).status()).isEqualTo(status);
            assertThat(storage.requests()).hasSize(4);
        }
    }

    @Test
    void nothingIsToBeCompressedOnTheWay() throws IOException {
        registry.addImage("app", "v1", "x");
        read();
        harness.source("app").fetch(new Tag("v1"));

        assertThat(registry.requests())
                .allSatisfy(
                        request -> assertThat(request.header("Accept-Encoding")).contains("identity"));
    }

    private void cut(int nth, long after) {
        registry.fault(RequestKind.BLOB_GET, nth, new Fault.Cut(after));
    }

    private byte[] read() throws IOException {
        return read(Credential.ANONYMOUS);
    }

    private byte[] read(Credential credential) throws IOException {
        try (Blob opened = harness.source("app", credential).open(blob)) {
            return opened.stream().readAllBytes();
        }
    }

    private List<String> ranges() {
        return registry.requests().stream()
                .map(request -> request.header("Range").orElse(""))
                .toList();
    }
}
