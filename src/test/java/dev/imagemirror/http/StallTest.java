package dev.imagemirror.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestAuthority;
import dev.imagemirror.registry.testing.TestRequest;
import dev.imagemirror.registry.testing.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A byte now and then keeps every time-out of a socket from running out.
@Timeout(30)
class StallTest {
    private static final TestAuthority AUTHORITY = new TestAuthority("authority");
    private static final String SLOW = "less than 1 KB/s moved for 300 ms";

    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Transport transport = transport(Duration.ofSeconds(20), Duration.ofMillis(300));

    @AfterEach
    void close() throws Exception {
        closed.countDown();
        transport.close();
        for (AutoCloseable resource : open) {
            resource.close();
        }
    }

    @ParameterizedTest(name = "tls {0}")
    @ValueSource(booleans = {false, true})
    void aBodyThatTricklesIsEnded(boolean secure) {
        TestServer server = serve(secure, request -> TestAnswer.of(200).with(trickle()));
        Response response = transport.send(get(server.url()));

        assertStalled(failure(() -> response.readAll(1_000_000, "it")), SLOW);
    }

    @ParameterizedTest(name = "tls {0}")
    @ValueSource(booleans = {false, true})
    void anUploadThatIsReadInATrickleIsEnded(boolean secure) {
        TestServer server = serve(secure, this::sip);

        assertStalled(
                failure(() -> transport.send(get(server.url()).carrying(new Body.Stream(new ZeroStream(), 1L << 32)))),
                SLOW);
    }

    @Test
    void anUploadFromMemoryIsEndedToo() {
        TestServer server = serve(false, this::sip);
        var body = new Body.Bytes(new byte[64 * 1024 * 1024]);

        assertStalled(failure(() -> transport.send(get(server.url()).carrying(body))), SLOW);
    }

    @Test
    void aHeadThatTricklesIsEnded() throws IOException {
        String url = "http://" + sending("HTTP/1.1 200 OK\r\nX: " + "y".repeat(30_000));

        assertStalled(failure(() -> transport.send(get(url))), SLOW);
    }

    @Test
    void aHandshakeThatTricklesIsEnded() throws IOException {
        // The beginning of a record of TLS 1.2 that will never be whole.
        String url = "https://" + sending("\u0016\u0003\u0003@\u0000" + "y".repeat(16_000));

        try (Transport hasty = transport(Duration.ofMillis(100), Duration.ofSeconds(20))) {
            assertThat(failure(() -> hasty.send(get(url))).detail()).isEqualTo("no connection within 100 ms");
        }
    }

    @Test
    void interimAnswersAreCounted() throws IOException {
        String url = "http://" + flooding("HTTP/1.1 100 Continue\r\n\r\n");

        assertThat(failure(() -> transport.send(get(url))).fault()).isEqualTo(TransportFault.LIMIT_EXCEEDED);
    }

    @Test
    void twoLengthsAreNoAnswer() throws IOException {
        String url = "http://"
                + flooding("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");

        assertThat(failure(() -> transport.send(get(url))).fault()).isEqualTo(TransportFault.NOT_HTTP);
    }

    @Test
    void whatIsNoBlobHasATimeForAllOfIt() {
        Response response =
                new Response(URI.create("https://a.test/x"), 200, Headers.NONE, new ByteArrayInputStream(new byte[10]));

        var late = failure(() -> {
            try (InputStream stream = new BoundedStream(response, 10, "the manifest", Duration.ZERO)) {
                stream.readAllBytes();
            }
        });

        assertThat(late).hasMessage("a.test: the manifest took longer than 0 s");
        assertThat(late.fault()).isEqualTo(TransportFault.TIMEOUT);
    }

    private static Transport transport(Duration connect, Duration silence) {
        return new ApacheTransport(TransportSettings.of(new NetworkPolicy(true, false))
                .within(connect, silence)
                .trusting(AUTHORITY.trust()));
    }

    private interface Call {
        void run() throws IOException;
    }

    private static TransportException failure(Call call) {
        return catchThrowableOfType(TransportException.class, call::run);
    }

    private static void assertStalled(TransportException e, String detail) {
        assertThat(e.detail()).isEqualTo(detail);
        assertThat(e.fault()).isEqualTo(TransportFault.TIMEOUT);
        assertThat(e.isRetryable()).isTrue();
    }

    private TestServer serve(boolean secure, Function<TestRequest, TestAnswer> handler) {
        var server = new TestServer(
                secure ? AUTHORITY.issue("127.0.0.1").server() : null, request -> Optional.empty(), handler);
        open.add(server);
        return server;
    }

    private static Request get(String url) {
        return Request.of(Method.PUT, URI.create(url + "/x"));
    }

    private Payload trickle() {
        return new Payload() {
            @Override
            public long length() {
                return 1_000_000;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                while (isOpenAfterAMoment()) {
                    out.write(0);
                    out.flush();
                }
            }
        };
    }

    private TestAnswer sip(TestRequest request) {
        try {
            while (isOpenAfterAMoment() && request.body().read() >= 0) {}
        } catch (IOException e) {
            // The client has left.
        }
        return TestAnswer.of(500);
    }

    /// A server that sends this byte by byte, whatever it is asked.
    private String sending(String text) throws IOException {
        return raw(out -> {
            for (byte octet : text.getBytes(StandardCharsets.ISO_8859_1)) {
                if (isOpenAfterAMoment()) {
                    out.write(octet);
                }
            }
        });
    }

    /// A server that sends this again and again.
    private String flooding(String text) throws IOException {
        return raw(out -> {
            while (closed.getCount() > 0) {
                out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            }
        });
    }

    private interface Sending {
        void to(OutputStream out) throws IOException;
    }

    private String raw(Sending sending) throws IOException {
        var listener = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"));
        open.add(listener);
        Thread.ofVirtual().start(() -> {
            try (Socket socket = listener.accept()) {
                sending.to(socket.getOutputStream());
            } catch (IOException e) {
                // The client has left.
            }
        });
        return "127.0.0.1:" + listener.getLocalPort();
    }

    private boolean isOpenAfterAMoment() {
        try {
            return !closed.await(10, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
