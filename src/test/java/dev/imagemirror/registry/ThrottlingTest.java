package dev.imagemirror.registry;

import static dev.imagemirror.registry.Harness.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.auth.Credential;
import dev.imagemirror.auth.Credentials;
import dev.imagemirror.content.Blob;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.http.RateLimit;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestRegistry;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThrottlingTest {
    private static final Tag TAG = new Tag("v1");
    private static final int SHORT_AT_ONCE = 8;

    @AutoClose
    private final Harness harness = new Harness();

    private final TestRegistry registry = harness.registry;

    @BeforeEach
    void fill() {
        registry.addImage("app", "v1", "one");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void aShortWaitIsWaitedAndTheRequestSentAgain(int status) {
        registry.fault(RequestKind.MANIFEST_GET, 1, retryAfter(status, "2"));

        assertThat(harness.source("app").fetch(TAG)).isPresent();
        assertThat(harness.nanos.get()).isEqualTo(Duration.ofSeconds(2).toNanos());
    }

    @Test
    void aWriteThatWasTurnedAwayIsSentAgainToo() {
        var manifest = harness.source("app").fetch(TAG).orElseThrow();
        registry.fault(RequestKind.MANIFEST_PUT, 1, retryAfter(429, "2"));

        harness.target("app").tag(manifest, new Tag("v2"));

        assertThat(registry.tagged("app", "v2")).contains(manifest.digest());
    }

    @Test
    void refusalsWithoutEndAreAFailure() {
        registry.faultAlways(RequestKind.MANIFEST_GET, retryAfter(429, "3"));

        var failure = failure(() -> harness.source("app").fetch(TAG));

        assertThat(failure.kind()).isEqualTo(FailureKind.RATE_LIMITED);
        assertThat(failure.pause()).contains(Duration.ofSeconds(3));
        assertThat(registry.count(RequestKind.MANIFEST_GET)).isEqualTo(3);
    }

    @Test
    void aLongWaitIsForAllWhoUseTheAccountAndNobodyAsksMeanwhile() {
        registry.fault(RequestKind.MANIFEST_GET, 1, retryAfter(429, "60"));
        assertThat(failure(() -> harness.source("app").fetch(TAG)).pause()).contains(Duration.ofSeconds(60));
        int before = registry.requests().size();

        var failure = failure(() -> harness.source("other").tags());

        assertThat(failure.kind()).isEqualTo(FailureKind.RATE_LIMITED);
        assertThat(failure.pause()).contains(Duration.ofSeconds(60));
        assertThat(failure.toString()).contains("could not list the tags").contains("asked again in 60 s");
        assertThat(registry.requests()).hasSize(before);
        assertThat(harness.source("app", new Credential.Basic("somebody", "else"))
                        .fetch(TAG))
                .isPresent();
    }

    @Test
    void aThrottledHostHoldsUpNoOther() {
        try (TestRegistry other = TestRegistry.start()) {
            other.addImage("app", "v1", "two");
            registry.faultAlways(RequestKind.MANIFEST_GET, retryAfter(503, "900"));
            failure(() -> harness.source("app").fetch(TAG));

            ContentSource elsewhere = harness.client(Credentials.NONE).source(other.repository("app"));

            assertThat(elsewhere.fetch(TAG)).isPresent();
            assertThat(harness.nanos.get()).isZero();
        }
    }

    /// As many slow sources as a host takes short requests at first.
    @Test
    @Timeout(30)
    void slowSourcesHoldUpNoShortRequests() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(SHORT_AT_ONCE);
        CountDownLatch goOn = new CountDownLatch(1);
        ContentTarget target = harness.target("slow");
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            for (int i = 0; i < SHORT_AT_ONCE; i++) {
                byte[] bytes = new byte[2 * Blob.SMALL + i];
                Descriptor layer = new Descriptor(MediaType.parse("text/plain"), Digest.of(bytes), bytes.length);
                threads.execute(() -> target.push(new Blob(layer, waiting(bytes, begun, goOn))));
            }
            begun.await();

            assertThat(harness.source("app").resolve(TAG)).isPresent();

            goOn.countDown();
        }
        assertThat(registry.count(RequestKind.UPLOAD_PUT)).isEqualTo(SHORT_AT_ONCE);
    }

    private static InputStream waiting(byte[] bytes, CountDownLatch begun, CountDownLatch goOn) {
        return new FilterInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                begun.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new InterruptedIOException();
                }
                return super.read(buffer, offset, length);
            }
        };
    }

    @Test
    void aThrottledTokenEndpointPausesItsRegistry() {
        registry.requireToken("user", "secret");
        registry.fault(RequestKind.TOKEN, 1, retryAfter(429, "45"));
        ContentSource source = harness.source("app", new Credential.Basic("user", "secret"));

        assertThat(failure(() -> source.fetch(TAG)).pause()).contains(Duration.ofSeconds(45));
        assertThat(failure(() -> source.fetch(TAG)).kind()).isEqualTo(FailureKind.RATE_LIMITED);
        assertThat(registry.count(RequestKind.TOKEN)).isEqualTo(1);
    }

    @Test
    void aStorageHostThatThrottlesDoesNotPauseTheRegistry() {
        try (TestRegistry storage = TestRegistry.start()) {
            storage.faultAlways(RequestKind.BLOB_GET, retryAfter(503, "60"));
            var blob = registry.addBlob("app", Payload.generated(10));
            registry.faultAlways(
                    RequestKind.BLOB_GET, Fault.redirect(307, storage.url() + "/v2/x/blobs/" + blob.digest()));

            assertThat(failure(() -> harness.source("app").open(blob)).pause()).contains(Duration.ofSeconds(60));
            assertThat(harness.source("app").fetch(TAG)).isPresent();
        }
    }

    @Test
    void theLastPullsAreLeftToOthersAndWhatRemainsIsVisible() {
        registry.fault(
                RequestKind.MANIFEST_HEAD,
                1,
                new Fault.Change(answer -> answer.with("ratelimit-limit", "100;w=21600")
                        .with("ratelimit-remaining", "9;w=21600")
                        .with("docker-ratelimit-source", "192.0.2.7")));
        ContentSource source = harness.source("app");

        assertThat(source.resolve(TAG)).isPresent();
        assertThat(harness.hosts.rateLimits())
                .containsExactly(
                        new RateLimit(registry.registry().apiAuthority(), 100, 9, Duration.ofHours(6), "192.0.2.7"));
        assertThat(failure(() -> source.fetch(TAG)).detail()).contains("its quota of pulls is nearly used up");
        assertThat(source.resolve(TAG)).isPresent();
        assertThat(registry.count(RequestKind.MANIFEST_GET)).isZero();
    }

    @Test
    void aQuotaThatIsUsedUpIsNoReasonToAskAgain() {
        registry.faultAlways(
                RequestKind.MANIFEST_GET,
                new Fault.Answer(TestAnswer.error(429, "TOOMANYREQUESTS", "You have reached your pull rate limit.")
                        .with("RateLimit-Limit", "100;w=21600")
                        .with("RateLimit-Remaining", "0;w=21600")));
        ContentSource source = harness.source("app");

        assertThat(failure(() -> source.fetch(TAG)).detail()).contains("You have reached your pull rate limit");
        assertThat(failure(() -> source.fetch(TAG)).pause()).contains(Duration.ofMinutes(15));
        assertThat(registry.count(RequestKind.MANIFEST_GET)).isEqualTo(1);
    }

    /// Such answers come from Docker Hub's front end.
    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n"})
    void aRefusalInHtmlIsOneToo(String end) {
        String head = String.join(end, "HTTP/1.1 429 Too Many Requests", "Content-Type: text/html", "Retry-After: 60");
        registry.fault(RequestKind.MANIFEST_GET, 1, new Fault.Garbage(head + end + end + "<html>Slow down</html>"));

        var failure = failure(() -> harness.source("app").fetch(TAG));

        assertThat(failure.kind()).isEqualTo(FailureKind.RATE_LIMITED);
        assertThat(failure.pause()).contains(Duration.ofMinutes(1));
        assertThat(failure.detail()).isEqualTo("HTTP 429: a page of HTML");
    }

    @Test
    void aHostWithoutAnswersIsAskedNoMore() {
        registry.faultAlways(RequestKind.MANIFEST_GET, new Fault.Drop());
        for (int i = 0; i < 20; i++) {
            assertThat(failure(() -> harness.source("app").fetch(TAG)).kind()).isEqualTo(FailureKind.UNREACHABLE);
        }
        int before = registry.requests().size();

        assertThat(failure(() -> harness.source("app").fetch(TAG)).detail()).contains("no answer to 16 requests");
        assertThat(registry.requests()).hasSize(before);

        harness.nanos.addAndGet(Duration.ofSeconds(15).toNanos());
        assertThat(harness.source("app").resolve(TAG)).isPresent();
        assertThat(harness.source("app").resolve(TAG)).isPresent();
    }

    @Test
    void aDownloadHoldsItsPlaceUntilItIsClosed() {
        var blob = registry.addBlob("app", Payload.generated(Download.LARGE + 1));
        ContentSource source = harness.source("app");

        for (int i = 0; i < 10; i++) {
            source.open(blob).close();
        }
        registry.faultAlways(RequestKind.BLOB_GET, Fault.status(404));
        for (int i = 0; i < 10; i++) {
            failure(() -> source.open(blob));
        }

        assertThat(registry.count(RequestKind.BLOB_GET)).isEqualTo(20);
    }

    private static Fault retryAfter(int status, String value) {
        return new Fault.Answer(TestAnswer.of(status).with("Retry-After", value));
    }
}
