package dev.imagemirror.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestRegistry;
import dev.imagemirror.registry.testing.TestRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApacheTransportTest {
    private static final TransportSettings SETTINGS =
            TransportSettings.of(new NetworkPolicy(true, false)).within(Duration.ofSeconds(5), Duration.ofSeconds(5));

    private final TestRegistry registry = TestRegistry.start();
    private final Transport transport = new ApacheTransport(SETTINGS);

    @AfterEach
    void close() {
        transport.close();
        registry.close();
    }

    @Test
    void sendsWhatWasAskedForAndLittleElse() {
        transport.send(ping("?q=a%2Fb&c=d%20e").with("X-One", "1")).close();

        TestRequest seen = registry.requests().getFirst();
        assertThat(seen.target()).isEqualTo("/v2/?q=a%2Fb&c=d%20e");
        assertThat(seen.headers()).containsOnlyKeys("host", "connection", "user-agent", "x-one");
        assertThat(seen.header("User-Agent").orElse("")).startsWith("imagemirror/");
        assertThat(seen.header("Host")).contains(registry.registry().name());
    }

    /// Also when somebody turns all logs of the library on.
    @Test
    void noLogHoldsAHeaderOrABody() {
        var logged = new ConcurrentLinkedQueue<String>();
        var handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                logged.add(line.getMessage() + Arrays.toString(line.getParameters()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("org.apache.hc");
        logger.addHandler(handler);
        logger.setLevel(Level.ALL);
        handler.setLevel(Level.ALL);
        try {
            transport.send(ping("").with("Authorization", "Bearer secret")).discard();
            transport
                    .send(post(new Body.Bytes("secret".getBytes(StandardCharsets.UTF_8))))
                    .discard();
        } finally {
            logger.setLevel(null);
            logger.removeHandler(handler);
        }
        assertThat(logged).isNotEmpty().noneMatch(line -> line.contains("secret"));
    }

    @Test
    void bodiesAnnounceTheirLength() {
        transport.send(post(Body.NONE)).close();
        transport.send(post(new Body.Bytes(new byte[10]))).close();
        transport
                .send(post(new Body.Stream(new ByteArrayInputStream(new byte[200_000]), 200_000)))
                .close();

        assertThat(registry.requests())
                .extracting(request -> request.header("Content-Length").orElse("none"))
                .containsExactly("0", "10", "200000");
        assertThat(registry.requests())
                .allSatisfy(request -> assertThat(request.headers()).doesNotContainKeys("expect", "transfer-encoding"));
    }

    @Test
    void keepsEveryHeaderLineAndDecodesNothing() {
        registry.fault(
                RequestKind.PING,
                1,
                new Fault.Answer(TestAnswer.text(200, "text/plain", "not gzip at all")
                        .with("Content-Encoding", "gzip")
                        .with("Link", "<a>; rel=x")
                        .with("link", "<b>; rel=y")));

        try (Response response = transport.send(ping(""))) {
            assertThat(response.headers().all("LINK")).containsExactly("<a>; rel=x", "<b>; rel=y");
            assertThat(new String(response.readAll(100, "it"), StandardCharsets.UTF_8))
                    .isEqualTo("not gzip at all");
        }
    }

    @Test
    void aBodyBeyondTheLimitFailsWithTheNameOfTheLimit() {
        registry.fault(RequestKind.PING, 1, new Fault.Answer(TestAnswer.of(200).with(Payload.generated(1000))));
        registry.fault(
                RequestKind.PING,
                2,
                new Fault.Answer(
                        TestAnswer.of(200).with(Payload.generated(1000)).chunked()));

        for (int i = 0; i < 2; i++) {
            TransportException e = failure(() -> transport.send(ping("")).readAll(999, "the greeting"));
            assertThat(e.fault()).isEqualTo(TransportFault.LIMIT_EXCEEDED);
            assertThat(e.detail()).isEqualTo("the greeting is longer than the limit of 999 bytes");
        }
    }

    @Test
    void anAnswerClosedBeforeItsEndIsNotReadOn() throws IOException {
        Payload endless = Payload.generated(100L * 1024 * 1024 * 1024);
        registry.fault(RequestKind.PING, 1, new Fault.Answer(TestAnswer.of(200).with(endless)));

        try (Response response = transport.send(ping(""))) {
            assertThat(response.body().readNBytes(10)).hasSize(10);
        }

        assertThat(transport.send(ping("")).readAll(100, "it")).isNotEmpty();
    }

    @Test
    void aBodyThatBreaksOffIsAFault() {
        registry.fault(RequestKind.PING, 1, new Fault.Cut(1));

        TransportException e = failure(() -> transport.send(ping("")).readAll(100, "it"));

        assertThat(e.fault()).isEqualTo(TransportFault.UNREACHABLE);
        assertThat(e.isRetryable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-OpenSSH_9\r\n", "HTTP/1.1 abc\r\n\r\n", "\r\n\r\n\r\n\r\nxyz\r\n\r\n"})
    void whatIsNotHttpIsAFault(String garbage) {
        registry.fault(RequestKind.PING, 1, new Fault.Garbage(garbage));

        assertThat(failure(() -> transport.send(ping(""))).fault())
                .isIn(TransportFault.NOT_HTTP, TransportFault.UNREACHABLE);
    }

    @Test
    void headersHaveALimit() {
        registry.fault(RequestKind.PING, 1, new Fault.Answer(TestAnswer.of(200).with("X", "y".repeat(40_000))));

        assertThat(failure(() -> transport.send(ping(""))).fault()).isEqualTo(TransportFault.LIMIT_EXCEEDED);
    }

    @Test
    void aSilentServerIsLeftInTime() {
        registry.fault(RequestKind.PING, 1, new Fault.StallBeforeAnswer());
        try (var hasty = new ApacheTransport(SETTINGS.within(Duration.ofSeconds(5), Duration.ofMillis(200)))) {
            TransportException e = failure(() -> hasty.send(ping("")));

            assertThat(e.fault()).isEqualTo(TransportFault.TIMEOUT);
            assertThat(e.detail()).isEqualTo("silent for 200 ms");
        }
    }

    @Test
    void aClosedPortAndAnUnknownNameAreUnreachable() throws IOException {
        try (ClosedPort port = ClosedPort.take()) {
            URI closed = URI.create("http://" + port.address() + "/");
            assertThat(failure(() -> transport.send(Request.of(Method.GET, closed)))
                            .detail())
                    .isEqualTo("the connection was refused");
        }
        // A label of 64 characters cannot exist, so that nobody has to be asked.
        URI unknown = URI.create("http://" + "a".repeat(64) + ".test/");
        assertThat(failure(() -> transport.send(Request.of(Method.GET, unknown)))
                        .detail())
                .isEqualTo("the host name cannot be resolved");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST"})
    void aConnectionThatTheServerClosedIsReplacedOnce(String method) {
        transport.send(ping("")).discard();
        registry.fault(RequestKind.PING, 1, new Fault.Drop());

        try (Response response = transport.send(Request.of(Method.valueOf(method), ping("").uri()))) {
            assertThat(response.status()).isEqualTo(200);
        }
        assertThat(registry.requests()).hasSize(3);
    }

    @Test
    void anAnswerBeforeTheEndOfTheUploadIsRead() {
        registry.fault(RequestKind.UPLOAD_PATCH, 1, new Fault.EarlyAnswer(TestAnswer.of(413)));
        Request request = Request.of(Method.PATCH, URI.create(registry.url() + "/v2/app/blobs/uploads/u1"))
                .carrying(new Body.Stream(new ZeroStream(), 64L * 1024 * 1024));

        try (Response response = transport.send(request)) {
            assertThat(response.status()).isEqualTo(413);
        }
    }

    @Test
    void aStreamThatFailsIsNotAFaultOfTheServer() {
        var stream = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk is gone");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return read();
            }
        };

        TransportException e = failure(() -> transport.send(post(new Body.Stream(stream, 10))));

        assertThat(e.fault()).isEqualTo(TransportFault.BODY_FAILED);
        assertThat(e).hasCauseInstanceOf(IOException.class).hasRootCauseMessage("the disk is gone");
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 11})
    void aStreamOfAnotherLengthIsNotSent(int length) {
        TransportException e =
                failure(() -> transport.send(post(new Body.Stream(new ByteArrayInputStream(new byte[length]), 10))));

        assertThat(e.fault()).isEqualTo(TransportFault.BODY_FAILED);
    }

    @Test
    void aPlainServerUnderHttpsIsAFaultOfTls() {
        URI address = URI.create(registry.url().replace("http:", "https:") + "/v2/");

        assertThat(failure(() -> transport.send(Request.of(Method.GET, address)))
                        .fault())
                .isIn(TransportFault.TLS_FAILED, TransportFault.UNREACHABLE);
    }

    private Request ping(String query) {
        return Request.of(Method.GET, URI.create(registry.url() + "/v2/" + query));
    }

    private Request post(Body body) {
        return Request.of(Method.POST, URI.create(registry.url() + "/v2/app/blobs/uploads/"))
                .carrying(body);
    }

    private static TransportException failure(ThrowingCallable call) {
        return catchThrowableOfType(TransportException.class, call);
    }
}
