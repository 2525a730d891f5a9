package dev.imagemirror.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestAuthority;
import dev.imagemirror.registry.testing.TestRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A copy is cancelled by interrupting its thread, wherever that is blocked.
class CancellationTest {
    private static final long LARGE = 256L * 1024 * 1024;
    private static final TestAuthority AUTHORITY = new TestAuthority("authority");
    private static final SSLContext TLS = AUTHORITY.issue("127.0.0.1").server();

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : open.reversed()) {
            resource.close();
        }
    }

    @ParameterizedTest(name = "tls {0}")
    @ValueSource(booleans = {false, true})
    void aThreadLeavesAServerThatDoesNotAnswer(boolean secure) throws InterruptedException {
        TestRegistry registry = registry(secure);
        registry.fault(RequestKind.PING, 1, new Fault.StallBeforeAnswer());
        Transport transport = transport(10);

        Interruption.of(() -> transport.send(ping(registry)), registry::awaitStall)
                .assertCancelled();

        assertThat(transport.send(ping(registry)).readAll(100, "it")).isNotEmpty();
    }

    @ParameterizedTest(name = "tls {0}")
    @ValueSource(booleans = {false, true})
    void aThreadLeavesABodyThatStalls(boolean secure) throws InterruptedException {
        TestRegistry registry = registry(secure);
        var blob = registry.addBlob("app", Payload.generated(1_000_000));
        registry.fault(RequestKind.BLOB_GET, 1, new Fault.StallInBody(500_000));
        Transport transport = transport(10);
        URI address = URI.create(registry.url() + "/v2/app/blobs/" + blob.digest());

        Interruption.of(
                        () -> {
                            try (Response response = transport.send(Request.of(Method.GET, address))) {
                                response.readAll(2_000_000, "the blob");
                            }
                        },
                        registry::awaitStall)
                .assertCancelled();
    }

    @ParameterizedTest(name = "tls {0}")
    @ValueSource(booleans = {false, true})
    void aThreadLeavesAnUploadThatNobodyReads(boolean secure) throws InterruptedException {
        TestRegistry registry = registry(secure);
        registry.fault(RequestKind.UPLOAD_PATCH, 1, new Fault.StallBeforeBody());
        Transport transport = transport(10);
        Request request = Request.of(Method.PATCH, URI.create(registry.url() + "/v2/app/blobs/uploads/u1"))
                .carrying(new Body.Stream(new ZeroStream(), LARGE));

        Interruption.of(() -> transport.send(request), registry::awaitStall).assertCancelled();
    }

    @Test
    void aThreadLeavesTheQueueForAConnection() throws InterruptedException {
        TestRegistry registry = registry(false);
        registry.fault(RequestKind.PING, 1, new Fault.StallInBody(1));
        Transport transport = transport(1);
        open.add(transport.send(ping(registry)));

        Interruption.of(() -> transport.send(ping(registry))).assertCancelled();
    }

    @Test
    void aThreadLeavesAHandshakeThatStalls() throws Exception {
        var silent = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        open.add(silent);
        Transport transport = transport(10);
        URI address = URI.create("https://127.0.0.1:" + silent.getLocalPort() + "/");

        Interruption.of(() -> transport.send(Request.of(Method.GET, address))).assertCancelled();
    }

    @Test
    void aThreadLeavesAConnectionThatIsNotAccepted() throws Exception {
        var full = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        open.add(full);
        for (int i = 0; i < 8; i++) {
            SocketChannel waiting = SocketChannel.open();
            open.add(waiting);
            waiting.configureBlocking(false);
            waiting.connect(new InetSocketAddress(full.getInetAddress(), full.getLocalPort()));
        }
        Transport transport = transport(10);
        URI address = URI.create("http://127.0.0.1:" + full.getLocalPort() + "/");

        Interruption.of(() -> transport.send(Request.of(Method.GET, address))).assertCancelled();
    }

    @Test
    void anInterruptedThreadSendsNothing() throws InterruptedException {
        TestRegistry registry = registry(false);
        Transport transport = transport(10);
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> transport.send(ping(registry))).hasMessageContaining("cancelled");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(registry.requests()).isEmpty();
    }

    private TestRegistry registry(boolean secure) {
        TestRegistry registry = secure ? TestRegistry.startTls(TLS) : TestRegistry.start();
        open.add(registry);
        return registry;
    }

    private Transport transport(int perHost) {
        TransportSettings settings = TransportSettings.of(new NetworkPolicy(true, false))
                .within(Duration.ofSeconds(30), Duration.ofSeconds(30))
                .trusting(AUTHORITY.trust());
        Transport transport = new ApacheTransport(FewConnections.of(settings, perHost));
        open.add(transport);
        return transport;
    }

    private static Request ping(TestRegistry registry) {
        return Request.of(Method.GET, URI.create(registry.url() + "/v2/"));
    }
}
