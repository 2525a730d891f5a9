package dev.imagemirror.registry;

import static dev.imagemirror.registry.Harness.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.Blob;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestRegistry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What answers mean: the table of errors.
class FailuresTest {
    private static final Tag TAG = new Tag("v1");

    @AutoClose
    private final Harness harness = new Harness();

    private final TestRegistry registry = harness.registry;

    @BeforeEach
    void fill() {
        registry.addImage("app", "v1", "one");
    }

    @ParameterizedTest(name = "{0} {1} {2} is {3}")
    @CsvSource({
        "400, UNSUPPORTED, 'x', NOT_A_REGISTRY",
        "400, NAME_INVALID, 'x', NOT_FOUND",
        "401, UNAUTHORIZED, 'authentication required', DENIED",
        "403, DENIED, 'requested access to the resource is denied', DENIED",
        "403, TOOMANYREQUESTS, 'slow down', RATE_LIMITED",
        "405, UNSUPPORTED, 'x', NOT_A_REGISTRY",
        "408, '', '', UNREACHABLE",
        "412, PROJECTPOLICYVIOLATION, 'vulnerable', DENIED",
        "418, '', '', NOT_A_REGISTRY",
        "429, TOOMANYREQUESTS, 'pull rate limit', RATE_LIMITED",
        "500, UNKNOWN, 'x', UNREACHABLE",
        "501, UNSUPPORTED, 'x', NOT_A_REGISTRY",
        "502, '', '', UNREACHABLE",
        "503, '', '', UNREACHABLE",
        "504, '', '', UNREACHABLE",
        "522, '', '', UNREACHABLE",
        "206, '', '', NOT_A_REGISTRY",
        "304, '', '', NOT_A_REGISTRY"
    })
    void ofReading(int status, String code, String message, FailureKind kind) {
        registry.faultAlways(RequestKind.MANIFEST_GET, new Fault.Answer(TestAnswer.error(status, code, message)));

        Failure failure = failure(() -> harness.source("app").fetch(TAG));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.side()).isEqualTo(Side.SOURCE);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.place()).isEqualTo(registry.repository("app").toString());
        assertThat(failure.toString()).contains("could not read manifest v1: HTTP " + status);
    }

    @ParameterizedTest(name = "{0} {1} {2} is {3}")
    @CsvSource({
        "400, MANIFEST_INVALID, 'manifest invalid', PUSH_REJECTED",
        "400, MANIFEST_BLOB_UNKNOWN, 'blob unknown', PUSH_REJECTED",
        "400, TAG_INVALID, 'tag is immutable', TAG_IMMUTABLE",
        "400, ImageTagAlreadyExistsException, 'The image tag already exists', TAG_IMMUTABLE",
        "400, DIGEST_INVALID, 'x', DIGEST_MISMATCH",
        "401, UNAUTHORIZED, 'x', DENIED",
        "403, DENIED, 'quota exceeded: 10 GiB', QUOTA_EXCEEDED",
        "403, DENIED, 'the system is in read only mode', PUSH_REJECTED",
        "403, DENIED, 'x', DENIED",
        "404, NAME_UNKNOWN, 'x', NOT_FOUND",
        "405, UNSUPPORTED, 'x', PUSH_REJECTED",
        "409, CONFLICT, 'x', TAG_IMMUTABLE",
        "412, PRECONDITION, 'immutable', TAG_IMMUTABLE",
        "413, '', '', LIMIT_EXCEEDED",
        "415, MANIFEST_INVALID, 'x', PUSH_REJECTED",
        "429, '', '', RATE_LIMITED",
        "500, '', '', UNREACHABLE",
        "500, UNKNOWN, 'filesystem: write data: no space left on device', QUOTA_EXCEEDED",
        "507, '', '', QUOTA_EXCEEDED",
        "307, '', '', NOT_A_REGISTRY"
    })
    void ofWritingATag(int status, String code, String message, FailureKind kind) {
        Manifest manifest = harness.source("app").fetch(TAG).orElseThrow();
        registry.faultAlways(RequestKind.MANIFEST_PUT, new Fault.Answer(TestAnswer.error(status, code, message)));

        Failure failure = failure(() -> Harness.written(harness.target("app").tag(manifest, new Tag("v2"))));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.side()).isEqualTo(Side.TARGET);
    }

    @ParameterizedTest(name = "{0} {1} {2} is {3}")
    @CsvSource({
        "UPLOAD_POST, 401, UNAUTHORIZED, DENIED",
        "UPLOAD_POST, 404, NAME_UNKNOWN, NOT_FOUND",
        "UPLOAD_POST, 405, UNSUPPORTED, PUSH_REJECTED",
        "UPLOAD_POST, 500, UNKNOWN, UNREACHABLE",
        "UPLOAD_PUT, 400, DIGEST_INVALID, DIGEST_MISMATCH",
        "UPLOAD_PUT, 404, BLOB_UPLOAD_UNKNOWN, UNREACHABLE",
        "UPLOAD_PUT, 400, BLOB_UPLOAD_INVALID, UNREACHABLE",
        "UPLOAD_PUT, 413, '', LIMIT_EXCEEDED",
        "UPLOAD_PUT, 416, RANGE_INVALID, UNREACHABLE",
        "UPLOAD_PUT, 409, CONFLICT, PUSH_REJECTED",
    })
    void ofWritingABlob(RequestKind request, int status, String code, FailureKind kind) {
        var blob = registry.addBlob("from", Payload.generated(100));
        registry.faultAlways(request, new Fault.Answer(TestAnswer.error(status, code, "x")));

        Failure failure = failure(() -> {
            try (Blob opened = harness.source("from").open(blob)) {
                harness.target("app").push(opened);
            }
        });

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.side()).isEqualTo(Side.TARGET);
    }

    @ParameterizedTest
    @CsvSource({
        "text/html, '<html><h1>Bad Gateway</h1></html>', 'HTTP 400: a page of HTML'",
        "text/plain, 'no\tsuch\u0007thing', 'HTTP 400: no such thing'",
        "application/json, '{\"message\":\"gone\"}', 'HTTP 400: gone'",
        "application/json, '{\"errors\":[{\"code\":\"A\",\"message\":\"b\"},{\"code\":\"C\"}]}', 'HTTP 400: A: b; C'",
        "application/json, '{\"errors\":7}', 'HTTP 400'",
        "application/json, '{\"errors\":', 'HTTP 400: {\"errors\":'",
        "application/json, '', 'HTTP 400'",
        "text/plain, 'see https://s3.test/a?sig=secret now', 'HTTP 400: see https://s3.test/a now'"
    })
    void readsErrorsOfEveryShape(String type, String body, String detail) {
        registry.fault(RequestKind.BLOB_GET, 1, new Fault.Answer(TestAnswer.text(400, type, body)));

        assertThat(failure(() -> harness.source("app").open(registry.addBlob("app", Payload.EMPTY)))
                        .detail())
                .isEqualTo(detail);
    }

    @Test
    void aHugeErrorIsReadALittleAndCut() {
        Payload huge = Payload.generated(100L * 1024 * 1024 * 1024);
        registry.fault(
                RequestKind.BLOB_GET, 1, new Fault.Answer(TestAnswer.of(403).with(huge)));

        assertThat(failure(() -> harness.source("app").open(registry.addBlob("app", Payload.EMPTY)))
                        .detail())
                .hasSizeLessThanOrEqualTo(256);
    }

    @ParameterizedTest
    @CsvSource({
        "7, 7",
        "0, 0",
        "100000, 900",
        "'Sun, 22 Nov 2026 10:00:30 GMT', 30",
        "'Sun, 22 Nov 2026 09:00:00 GMT', -1",
        "1795341660, 60",
        "1795341500, -1",
        "99999999999, 900",
        "-1, -1",
        "1e30, -1",
        "soon, -1",
        "99999999999999999999999, -1",
    })
    void readsHowLongToWait(String value, long seconds) {
        registry.faultAlways(
                RequestKind.MANIFEST_GET, new Fault.Answer(TestAnswer.of(429).with("Retry-After", value)));

        assertThat(failure(() -> harness.source("app").fetch(TAG))
                        .pause()
                        .map(Duration::toSeconds)
                        .orElse(-1L))
                .isEqualTo(seconds);
        assertThat(Harness.NOW).isEqualTo(Instant.ofEpochSecond(1_795_341_600));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200\r\n", "nonsense\r\n\r\n"})
    void garbageIsAFailure(String text) {
        registry.faultAlways(RequestKind.MANIFEST_GET, new Fault.Garbage(text));

        assertThat(failure(() -> harness.source("app").fetch(TAG)).kind())
                .isIn(FailureKind.NOT_A_REGISTRY, FailureKind.UNREACHABLE);
    }

    @Test
    void aClosedPortIsUnreachable() {
        registry.close();

        Failure failure = failure(() -> harness.source("app").tags());

        assertThat(failure.kind()).isEqualTo(FailureKind.UNREACHABLE);
        assertThat(failure.detail()).endsWith("the connection was refused");
    }
}
