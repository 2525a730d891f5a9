package dev.imagemirror.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.imagemirror.registry.testing.TestAuthority;
import dev.imagemirror.registry.testing.TestIdentity;
import dev.imagemirror.registry.testing.TestRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLServerSocketFactory;
import org.junit.jupiter.api.Test;

class TrustTest {
    private static final TestAuthority AUTHORITY = new TestAuthority("company authority");
    private static final TransportSettings SETTINGS =
            TransportSettings.of(new NetworkPolicy(true, false)).within(Duration.ofSeconds(5), Duration.ofSeconds(5));

    @Test
    void anAuthorityOfOnesOwnIsTrustedWhenItIsNamed() {
        try (TestRegistry registry =
                        TestRegistry.startTls(AUTHORITY.issue("127.0.0.1").server());
                var trusting = new ApacheTransport(SETTINGS.trusting(AUTHORITY.trust()))) {
            assertThat(trusting.send(ping(registry)).status()).isEqualTo(200);
        }
    }

    @Test
    void theMessageTellsAnUnknownAuthority() {
        assertThat(fault(AUTHORITY.issue("127.0.0.1"), Trust.SYSTEM))
                .isEqualTo("TLS failed: the certificate is signed by an unknown authority");
        assertThat(fault(AUTHORITY.issue("127.0.0.1"), new TestAuthority("another authority").trust()))
                .isEqualTo("TLS failed: the certificate is signed by an unknown authority");
    }

    @Test
    void theMessageTellsAnotherHost() {
        assertThat(fault(AUTHORITY.issue("registry.test"), AUTHORITY.trust()))
                .isEqualTo("TLS failed: the certificate is for another host");
    }

    @Test
    void theMessageTellsTheTimeOfTheCertificate() {
        Instant now = Instant.now();
        TestIdentity old = AUTHORITY.issue("127.0.0.1", now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1)));
        TestIdentity early = AUTHORITY.issue("127.0.0.1", now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(2)));

        assertThat(fault(old, AUTHORITY.trust())).isEqualTo("TLS failed: the certificate has expired");
        assertThat(fault(early, AUTHORITY.trust())).isEqualTo("TLS failed: the certificate is not valid yet");
    }

    @Test
    void theRootsOfTheRuntimeStay() {
        // No root of the runtime can sign here; that they are kept shows in what the trust was built of.
        assertThat(TrustedSockets.accepted(AUTHORITY.trust()))
                .contains(AUTHORITY.certificate())
                .hasSizeGreaterThan(1)
                .containsAll(TrustedSockets.accepted(Trust.SYSTEM));
    }

    @Test
    void aClientCertificateIsShownToItsOwnHostOnly() throws Exception {
        TestIdentity client = AUTHORITY.issue("client");

        assertThat(shownTo("127.0.0.1", client.trustFor("127.0.0.1"))).contains("CN=client");
        assertThat(shownTo("127.0.0.1", client.trustFor("registry.test"))).isEqualTo("none");
        assertThat(shownTo("127.0.0.1", AUTHORITY.trust())).isEqualTo("none");
    }

    @Test
    void equalContentIsEqualTrustAndNothingElseIs() {
        TestIdentity client = AUTHORITY.issue("client");

        assertThat(client.trustFor("a.test"))
                .isEqualTo(client.trustFor("A.test"))
                .hasSameHashCodeAs(client.trustFor("a.test"));
        assertThat(client.trustFor("a.test"))
                .isNotEqualTo(client.trustFor("b.test"))
                .isNotEqualTo(AUTHORITY.trust());
        assertThat(client.trustFor("a.test").toString()).isEqualTo("Trust[1 authorities, Identity[for a.test]]");
        assertThat(AUTHORITY.trust()).isNotEqualTo(new TestAuthority("company authority").trust());
        assertThat(new Trust(List.of(), null)).isEqualTo(Trust.SYSTEM);
    }

    private static String fault(TestIdentity server, Trust trust) {
        try (TestRegistry registry = TestRegistry.startTls(server.server());
                var transport = new ApacheTransport(SETTINGS.trusting(trust))) {
            var e = catchThrowableOfType(TransportException.class, () -> transport.send(ping(registry)));
            assertThat(e.fault()).isEqualTo(TransportFault.TLS_FAILED);
            return e.detail();
        }
    }

    /// Whom a server saw that asks for a certificate but goes on without one.
    private static String shownTo(String host, Trust trust) throws Exception {
        SSLContext tls = AUTHORITY.issue(host).server();
        SSLServerSocketFactory sockets = tls.getServerSocketFactory();
        try (var listener = (SSLServerSocket) sockets.createServerSocket(0);
                var transport = new ApacheTransport(SETTINGS.trusting(trust))) {
            listener.setWantClientAuth(true);
            var seen = PeerName.ofNext(listener);
            transport
                    .send(Request.of(Method.GET, URI.create("https://%s:%d/".formatted(host, listener.getLocalPort()))))
                    .discard();
            return seen.get();
        }
    }

    private static Request ping(TestRegistry registry) {
        return Request.of(Method.GET, URI.create(registry.url() + "/v2/"));
    }
}
