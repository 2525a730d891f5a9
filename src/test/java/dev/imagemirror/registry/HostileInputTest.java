package dev.imagemirror.registry;

import static dev.imagemirror.registry.Harness.failure;
import static dev.imagemirror.registry.Harness.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.imagemirror.auth.Authenticator;
import dev.imagemirror.auth.Credential;
import dev.imagemirror.auth.Credentials;
import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.http.ApacheTransport;
import dev.imagemirror.http.NetworkPolicy;
import dev.imagemirror.http.TransportSettings;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestRegistry;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Hostile input (requirements, section 13), as far as a registry can send it: refused soon, with the name of the
/// limit.
@Timeout(60)
class HostileInputTest {
    private static final Tag TAG = new Tag("v1");
    private static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final Credential CREDENTIAL = new Credential.Basic("user", "canary");

    @AutoClose
    private final Harness harness = new Harness();

    private final TestRegistry registry = harness.registry;

    // Network

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "[fd00:ec2::254]",
                "[::ffff:169.254.169.254]",
                "[64:ff9b::a9fe:a9fe]",
                "0x7f000001",
                "2130706433",
                "127.1",
                "0x7f.1",
                "999.1.1.1",
                "[::::]",
                "localhost.",
                "localhost:1"
            })
    void h1NoHostNameLeadsInside(String host) {
        try (var strict = new ApacheTransport(
                TransportSettings.of(NetworkPolicy.STRICT).within(Duration.ofSeconds(5), Duration.ofSeconds(5)))) {
            var client = new RegistryClient(
                    new Authenticator(strict, System::nanoTime),
                    Credentials.NONE,
                    RegistrySettings.of(name -> true, new Hosts()));

            Throwable refusal = catchThrowable(
                    () -> client.source(Repository.parse(host + "/app")).tags());

            switch (refusal) {
                case MalformedException noHost -> assertThat(noHost).hasMessageContaining("not a");
                case ContentException refused ->
                    assertThat(refused.failure().kind()).isIn(FailureKind.ADDRESS_REFUSED, FailureKind.UNREACHABLE);
                default -> throw new AssertionError(refusal);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data",
                "http://[fd00:ec2::254]/latest",
                "//169.254.169.254/latest",
                "file:///etc/passwd",
                "gopher://127.0.0.1/",
                "ftp://127.0.0.1/x",
                "http://user:canary@127.0.0.1/x"
            })
    void h3h4NoRedirectLeadsInside(String location) {
        try (TestRegistry outside = TestRegistry.start()) {
            Descriptor blob = registry.addBlob("app", Payload.generated(10));
            registry.fault(
                    RequestKind.BLOB_GET, 1, Fault.redirect(307, outside.url() + "/v2/x/blobs/" + blob.digest()));
            outside.faultAlways(RequestKind.BLOB_GET, Fault.redirect(302, location));

            refused(() -> harness.source("app").open(blob), FailureKind.ADDRESS_REFUSED, "");
        }
    }

    @Test
    void h4RedirectsEnd() {
        Descriptor blob = registry.addBlob("app", Payload.generated(10));
        registry.faultAlways(RequestKind.BLOB_GET, Fault.redirect(307, "/v2/app/blobs/" + blob.digest()));
        refused(() -> harness.source("app").open(blob), FailureKind.ADDRESS_REFUSED, "loop");

        registry.heal();
        IntStream.rangeClosed(1, 20)
                .forEach(i -> registry.fault(
                        RequestKind.BLOB_GET, i, Fault.redirect(307, "/v2/app/blobs/" + blob.digest() + "?" + i)));
        refused(() -> harness.source("app").open(blob), FailureKind.ADDRESS_REFUSED, "more than 10 redirects");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/token",
                "https://auth.example.com/token",
                "http://user@127.0.0.1/token",
                "http://127.0.0.1.evil.example/token",
                "null://127.0.0.1/token",
                "file:///token"
            })
    void h5NoRealmGetsTheCredential(String realm) {
        registry.faultAlways(RequestKind.TAGS, challenge("Bearer realm=\"" + realm + "\",service=\"x\""));

        refused(() -> harness.source("app", CREDENTIAL).tags(), FailureKind.ADDRESS_REFUSED, "");
        assertThat(registry.requests()).noneMatch(request -> request.headers().containsKey("authorization"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/upload",
                "http://user:canary@127.0.0.1/upload",
                "file:///tmp/x",
                "ftp://a/"
            })
    void h6NoUploadLeadsInside(String location) {
        Descriptor blob = registry.addBlob("from", Payload.generated(10));
        registry.faultAlways(
                RequestKind.UPLOAD_POST, new Fault.Answer(TestAnswer.of(202).with("Location", location)));

        refused(() -> harness.target("app").push(harness.source("from").open(blob)), FailureKind.ADDRESS_REFUSED, "");
    }

    @Test
    void h9StorageThatAsksForATokenGetsNone() {
        try (TestRegistry storage = TestRegistry.start().requireToken("user", "canary")) {
            Descriptor blob = registry.addBlob("app", Payload.generated(10));
            registry.requireToken("user", "canary");
            registry.fault(
                    RequestKind.BLOB_GET, 2, Fault.redirect(307, storage.url() + "/v2/x/blobs/" + blob.digest()));

            refused(() -> harness.source("app", CREDENTIAL).open(blob), FailureKind.DENIED, "");
            assertThat(storage.requests())
                    .noneMatch(request -> request.headers().containsKey("authorization"));
            assertThat(storage.count(RequestKind.TOKEN)).isZero();
        }
    }

    // Answers

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

    private static Fault challenge(String value) {
        return new Fault.Answer(TestAnswer.of(401).with("WWW-Authenticate", value));
    }
}
