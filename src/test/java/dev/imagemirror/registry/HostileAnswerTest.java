package dev.imagemirror.registry;

import static dev.imagemirror.registry.Harness.failure;
import static dev.imagemirror.registry.Harness.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.imagemirror.auth.Credential;
import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestRegistry;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Hostile input (requirements, H): answers that a registry can send, refused soon, with the name of the limit.
@Timeout(60)
class HostileAnswerTest {
    private static final Tag TAG = new Tag("v1");
    private static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final Credential CREDENTIAL = new Credential.Basic("user", "canary");

    @AutoClose
    private final Harness harness = new Harness();

    private final TestRegistry registry = harness.registry;

    @Test
    void h11NoBodyIsReadWithoutEnd() {
        endless(RequestKind.MANIFEST_GET, IMAGE);
        refused(() -> harness.source("app").fetch(TAG), FailureKind.LIMIT_EXCEEDED, "the manifest is longer than");

        endless(RequestKind.TAGS, "application/json");
        refused(() -> harness.source("app").tags(), FailureKind.LIMIT_EXCEEDED, "a page of the tag list is longer");

        endless(RequestKind.REFERRERS, INDEX);
        var subject = registry.addImage("app", "v1", "x");
        refused(
                () -> harness.source("app").referrers(subject),
                FailureKind.LIMIT_EXCEEDED,
                "a page of the referrers is longer than");

        registry.requireToken("user", "canary");
        endless(RequestKind.TOKEN, "application/json");
        refused(
                () -> harness.source("other", CREDENTIAL).resolve(TAG),
                FailureKind.LIMIT_EXCEEDED,
                "the token is longer than");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: -1",
                "Content-Length: 9000000000000000000000",
                "Content-Length: ten",
                "Content-Length: 5\r\nContent-Length: 7",
                "Content-Length: 5\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: gzip, chunked"
            })
    void h12NoAnswerHasADoubtfulLength(String lines) {
        registry.faultAlways(
                RequestKind.MANIFEST_GET,
                new Fault.Garbage(
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + lines + "\r\n\r\n{\"a\":1}"));

        assertThat(failure(() -> harness.source("app").fetch(TAG)).kind())
                .isIn(FailureKind.NOT_A_REGISTRY, FailureKind.UNREACHABLE, FailureKind.DIGEST_MISMATCH);
    }

    @Test
    void h12AnAnnouncedLengthBeyondTheLimitIsRefusedBeforeAByteIsRead() {
        registry.faultAlways(
                RequestKind.MANIFEST_GET,
                new Fault.Garbage("HTTP/1.1 200 OK\r\nContent-Length: 900000000000000000\r\n\r\n"));

        refused(() -> harness.source("app").fetch(TAG), FailureKind.LIMIT_EXCEEDED, "the manifest is longer than");
    }

    @Test
    void h13NothingIsUnpacked() {
        registry.addImage("app", "v1", "x");
        registry.faultAlways(
                RequestKind.MANIFEST_GET,
                new Fault.Change(
                        answer -> answer.with("Content-Encoding", "gzip").with(Payload.generated(1000))));

        refused(() -> harness.source("app").fetch(TAG), FailureKind.DIGEST_MISMATCH, "hash to");
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("heads")
    void h14NoHeadIsReadWithoutEnd(String head) {
        registry.faultAlways(RequestKind.TAGS, new Fault.Garbage("HTTP/1.1 401 Unauthorized\r\n" + head));

        refused(
                () -> harness.source("app").tags(),
                FailureKind.LIMIT_EXCEEDED,
                "the head of the answer is longer than 32 KiB a line, 200 lines");
    }

    static Stream<String> heads() {
        return Stream.of(
                "X: " + "a".repeat(1024 * 1024) + "\r\n\r\n",
                "X: a\r\n".repeat(100_000) + "\r\n",
                "WWW-Authenticate: Bearer realm=\"" + "\\\"".repeat(5_000_000) + "\r\n\r\n",
                "a".repeat(10_000_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0--1", "5-3", "0-9e30", "bytes=0-99999999999999999999", "\u001b[31m", ""})
    void h16NoRangeOfAnUploadIsBelievedBlindly(String range) {
        Descriptor blob = registry.addBlob("from", Payload.generated(3 * 1024 * 1024));
        registry.fault(RequestKind.UPLOAD_PATCH, 1, Fault.status(413));
        failure(() -> harness.target("app").push(harness.source("from").open(blob)));
        registry.faultAlways(
                RequestKind.UPLOAD_PATCH,
                new Fault.Change(answer -> answer.without("Range").with("Range", range)));

        Throwable refusal = catchThrowable(
                () -> harness.target("app").push(harness.source("from").open(blob)));

        assertThat(refusal == null || refusal instanceof ContentException).isTrue();
        assertThat(registry.blob("app", blob.digest())
                        .map(Payload::digest)
                        .orElse(blob.digest().text()))
                .isEqualTo(blob.digest().text());
    }

    @Test
    void h18WarningsAreNotShown() {
        registry.addImage("app", "v1", "x");
        registry.faultAlways(
                RequestKind.MANIFEST_HEAD,
                new Fault.Change(
                        answer -> answer.with("Warning", "299 - \"\u001b[31m\u0007" + "a".repeat(20_000) + "\"")));

        assertThat(harness.source("app").resolve(TAG)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "blake3:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "sha256:../../../etc/passwd",
                "SHA256:E3B0",
                "md5:d41d8cd98f00b204e9800998ecf8427e"
            })
    void h19NoAnnouncedDigestIsBelieved(String digest) {
        registry.addImage("app", "v1", "x");
        Fault lie = new Fault.Change(
                answer -> answer.without("Docker-Content-Digest").with("Docker-Content-Digest", digest));
        registry.faultAlways(RequestKind.MANIFEST_GET, lie);

        refused(() -> harness.source("app").fetch(TAG), FailureKind.DIGEST_MISMATCH, "");
    }

    @ParameterizedTest
    @CsvSource({"204", "304", "206", "299"})
    void h20NoOtherStatusIsABlob(int status) {
        Descriptor blob = registry.addBlob("app", Payload.generated(10));
        registry.faultAlways(RequestKind.BLOB_GET, Fault.status(status));

        assertThat(failure(() -> harness.source("app").open(blob)).kind())
                .isIn(FailureKind.NOT_A_REGISTRY, FailureKind.UNREACHABLE);
    }

    private void endless(RequestKind kind, String type) {
        registry.faultAlways(
                kind,
                new Fault.Answer(TestAnswer.of(200)
                        .with("Content-Type", type)
                        .with("Transfer-Encoding", "chunked")
                        .with(new EndlessDocument())));
    }
}
