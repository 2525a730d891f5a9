package dev.imagemirror.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.imagemirror.registry.testing.TestAuthority;
import dev.imagemirror.registry.testing.TestProxy;
import dev.imagemirror.registry.testing.TestRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyTest {
    private static final TestAuthority AUTHORITY = new TestAuthority("authority");
    private static final TransportSettings SETTINGS = TransportSettings.of(NetworkPolicy.STRICT)
            .within(Duration.ofSeconds(5), Duration.ofSeconds(5))
            .trusting(AUTHORITY.trust());

    @Test
    void httpsGoesThroughATunnelWhoseOtherEndIsVerified() {
        try (TestProxy proxy = TestProxy.start();
                TestRegistry registry =
                        TestRegistry.startTls(AUTHORITY.issue("registry.test").server());
                Transport transport = through("http://me:s%3Acret@127.0.0.1:" + proxy.port())) {
            String address = "https://registry.test:" + port(registry);

            assertThat(status(transport, address + "/v2/")).isEqualTo(200);
            assertThat(status(transport, address + "/v2/"))
                    .as("by the same connection")
                    .isEqualTo(200);
            assertThat(proxy.heads())
                    .containsExactly("CONNECT registry.test:%1$d HTTP/1.1\r\nHost: registry.test:%1$d\r\n"
                                    .formatted(port(registry))
                            + "Proxy-Authorization: Basic bWU6czpjcmV0\r\n\r\n");
            assertThat(registry.requests())
                    .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("proxy-authorization"));
            assertThat(failure(transport, "https://other.test:" + port(registry))
                            .detail())
                    .isEqualTo("TLS failed: the certificate is for another host");
        }
    }

    @Test
    void plainHttpNamesTheWholeAddress() {
        try (TestProxy proxy = TestProxy.start();
                Transport transport = through("me:pass@127.0.0.1:" + proxy.port())) {
            assertThat(status(transport, "http://registry.test:5000/v2/?n=a%2Fb"))
                    .isEqualTo(200);

            assertThat(proxy.heads().getFirst())
                    .startsWith("GET http://registry.test:5000/v2/?n=a%2Fb HTTP/1.1\r\n")
                    .contains("Proxy-Authorization: Basic bWU6cGFzcw==\r\n")
                    .contains("Host: registry.test:5000\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HTTP/1.1 407 Who are you   | the proxy 127.0.0.1:%d refused the user name and password
            HTTP/1.1 403 Not there     | the proxy 127.0.0.1:%d answered 403
            SSH-2.0-OpenSSH_9          | the proxy 127.0.0.1:%d does not speak HTTP/1.1
            """)
    void aRefusalIsTheProxysAndHasNoPassword(String firstLine, String message) {
        try (TestProxy proxy = TestProxy.refusing(firstLine);
                Transport transport = through("http://me:secret@127.0.0.1:" + proxy.port())) {
            TransportException e = failure(transport, "https://registry.test");

            assertThat(e.detail()).isEqualTo(message.formatted(proxy.port()));
            assertThat(e.fault()).isEqualTo(TransportFault.UNREACHABLE);
        }
    }

    @Test
    void aProxyThatWantsAPasswordForPlainHttpIsNamedToo() {
        try (TestProxy proxy = TestProxy.refusing("HTTP/1.1 407 Who are you\r\nContent-Length: 0");
                Transport transport = through("http://127.0.0.1:" + proxy.port())) {
            assertThat(failure(transport, "http://registry.test").detail())
                    .isEqualTo("the proxy 127.0.0.1:%d wants a user name and a password".formatted(proxy.port()));
        }
    }

    @Test
    void aProxyThatIsDownIsNamed() throws IOException {
        try (ClosedPort port = ClosedPort.take();
                Transport transport = through("http://" + port.address())) {
            assertThat(failure(transport, "https://registry.test").detail())
                    .isEqualTo("the proxy " + port.address() + " cannot be reached");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://169.254.169.254",
                "http://169.254.169.254",
                "https://[fd00:ec2::254]",
                "https://2852039166",
                "https://0xa9fea9fe",
                "https://metadata.localhost"
            })
    void addressesAreJudgedThoughTheProxyWouldConnect(String address) {
        try (TestProxy proxy = TestProxy.start();
                Transport transport = through("http://127.0.0.1:" + proxy.port())) {
            assertThat(failure(transport, address).fault()).isEqualTo(TransportFault.ADDRESS_REFUSED);
            assertThat(proxy.heads()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            registry.test           | registry.test          | 443  | true
            registry.test           | a.registry.test        | 443  | true
            registry.test           | aregistry.test         | 443  | false
            .registry.test          | registry.test          | 443  | false
            .registry.test          | a.registry.test        | 443  | true
            *.registry.test         | a.registry.test        | 443  | true
            REGISTRY.test           | registry.TEST          | 443  | true
            registry.test:5000      | registry.test          | 5000 | true
            registry.test:5000      | registry.test          | 443  | false
            x, registry.test ,y     | registry.test          | 443  | true
            *                       | anything.test          | 443  | true
            10.0.0.0/8              | 10.255.1.2             | 443  | true
            10.0.0.0/8              | 11.0.0.1               | 443  | false
            10.1.2.128/25           | 10.1.2.127             | 443  | false
            10.1.2.3                | 10.1.2.3               | 5000 | true
            10.1.2.3:5000           | 10.1.2.3               | 443  | false
            fd00::/8                | fd12::1                | 443  | true
            fd12::1                 | fd12:0:0::1            | 443  | true
            [fd12::1]:5000          | fd12::1                | 5000 | true
            10.0.0.0/99             | 10.0.0.1               | 443  | false
            -                       | localhost              | 443  | true
            -                       | 127.0.0.1              | 443  | true
            -                       | ::1                    | 443  | true
            -                       | registry.test          | 443  | false
            """)
    void exemptionsAreRead(@Nullable String text, String host, int port, boolean exempt) {
        Proxies proxies = Proxies.of(Map.of("https_proxy", "p.test", "no_proxy", text == null ? "" : text));

        assertThat(proxies.of(true, host, port).isEmpty()).isEqualTo(exempt);
        assertThat(proxies.of(false, host, port)).isEmpty();
    }

    @Test
    void variablesInUpperCaseCountFirst() {
        Proxies proxies = Proxies.of(Map.of(
                "HTTP_PROXY", "http://upper.test", "http_proxy", "http://lower.test", "https_proxy", "[fd12::1]:3128"));

        assertThat(proxies.of(false, "a.test", 80)).contains(new Proxies.Server("upper.test", 80, null));
        assertThat(proxies.of(true, "a.test", 443)).contains(new Proxies.Server("fd12::1", 3128, null));
        assertThat(Proxies.of(Map.of())).isEqualTo(Proxies.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://me:secret@p.test",
                "socks5://me:secret@p.test",
                "http://me:secret@",
                "http://me:secret@a b"
            })
    void whatIsNoProxyIsRefusedWithoutItsPassword(String text) {
        var e = catchThrowableOfType(IllegalArgumentException.class, () -> Proxies.of(Map.of("HTTPS_PROXY", text)));

        assertThat(e)
                .hasMessageStartingWith("HTTPS_PROXY")
                .hasMessageNotContaining("secret")
                .hasNoCause();
        assertThat(Proxies.of(Map.of("HTTPS_PROXY", "me:secret@p.test")).toString())
                .doesNotContain("secret", "Basic");
    }

    private static Transport through(String proxy) {
        return new ApacheTransport(SETTINGS.through(Proxies.of(Map.of("HTTP_PROXY", proxy, "HTTPS_PROXY", proxy))));
    }

    private static int port(TestRegistry registry) {
        return URI.create(registry.url()).getPort();
    }

    private static int status(Transport transport, String address) {
        try (Response response = transport.send(Request.of(Method.GET, URI.create(address)))) {
            response.discard();
            return response.status();
        }
    }

    private static TransportException failure(Transport transport, String address) {
        return catchThrowableOfType(TransportException.class, () -> status(transport, address));
    }
}
