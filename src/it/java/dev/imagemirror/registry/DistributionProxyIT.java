package dev.imagemirror.registry;

import static dev.imagemirror.registry.TestClient.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.auth.Credential;
import dev.imagemirror.content.Deletion;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.http.Proxies;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.registry.testing.TestAuthority;
import dev.imagemirror.registry.testing.TestIdentity;
import dev.imagemirror.registry.testing.TestProxy;
import dev.imagemirror.servers.RegistryOptions;
import dev.imagemirror.servers.RegistryServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Distribution v3 behind web servers and proxies.
class DistributionProxyIT {
    private static final TestAuthority AUTHORITY = new TestAuthority("company");
    private static final Credential PASSWORD = new Credential.Basic(RegistryServer.USER, RegistryServer.PASSWORD);

    /// The registry names itself in its locations, by HTTP and another port.
    @Test
    void uploadsAtAnotherAddressAreFollowedWithoutTheCredential() {
        try (RegistryServer server =
                        RegistryServer.start(RegistryOptions.named("hidden").withDelete());
                var front = new ReverseProxy(server.url(), null, Map.of());
                var client = new TestClient()) {
            Tour tour = client.http("127.0.0.1:" + front.port(), PASSWORD);

            tour.delete(tour.writeAndRead(), Deletion.DONE);
        }
    }

    @Test
    void aRegistryThatSendsUploadsElsewhereGetsNoPasswordThere() {
        try (RegistryServer server =
                        RegistryServer.start(RegistryOptions.named("hidden").withPassword());
                var front = new ReverseProxy(server.url(), null, Map.of());
                var client = new TestClient()) {
            Tour tour = client.http("127.0.0.1:" + front.port(), PASSWORD);

            assertThat(tour.source("app").tags()).isEmpty();
            Failure failure = failure(() -> tour.push("app", 10));

            assertThat(failure.kind()).isEqualTo(FailureKind.DENIED);
            assertThat(failure.detail()).startsWith("HTTP 401");
        }
    }

    @Test
    void aRegistryThatDoesNotKnowOfItsTlsIsRefusedWithTheCure() {
        TestIdentity identity = AUTHORITY.issue("127.0.0.1");
        try (RegistryServer server = RegistryServer.start(RegistryOptions.named("hidden"));
                var front = new ReverseProxy(server.url(), identity.server(), Map.of());
                var client = new TestClient(settings -> settings.trusting(AUTHORITY.trust()))) {
            Tour tour = client.https("127.0.0.1:" + front.port(), Credential.ANONYMOUS);

            assertThat(tour.source("app").tags()).isEmpty();
            Failure failure = failure(() -> tour.push("app", 10));

            assertThat(failure.kind()).isEqualTo(FailureKind.ADDRESS_REFUSED);
            assertThat(failure.detail())
                    .endsWith("the upload location leads from https to http (behind a proxy, X-Forwarded-Proto may be"
                            + " missing)");
        }
    }

    @Test
    void everythingWorksBehindAWebServerThatSaysWhatItIs() {
        TestIdentity identity = AUTHORITY.issue("127.0.0.1");
        try (RegistryServer server = RegistryServer.start(RegistryOptions.named("hidden")
                        .withPassword()
                        .withDelete()
                        .with("REGISTRY_HTTP_RELATIVEURLS", "true"));
                var front = new ReverseProxy(server.url(), identity.server(), Map.of("X-Forwarded-Proto", "https"));
                var client = new TestClient(settings -> settings.trusting(AUTHORITY.trust()))) {
            Tour tour = client.https("127.0.0.1:" + front.port(), PASSWORD);

            tour.delete(tour.writeAndRead(), Deletion.DONE);
        }
    }

    @Test
    void everythingWorksThroughATunnel() {
        TestIdentity identity = AUTHORITY.issue("registry.test");
        try (TestProxy proxy = TestProxy.start();
                RegistryServer server = RegistryServer.start(RegistryOptions.named("forward")
                        .withDelete()
                        .withTls(new RegistryOptions.Tls(identity.certificatePem(), identity.keyPem(), null)));
                var client = new TestClient(settings -> settings.trusting(AUTHORITY.trust())
                        .through(Proxies.of(Map.of("HTTPS_PROXY", "http://127.0.0.1:" + proxy.port()))))) {
            String port = server.address().substring(server.address().indexOf(':'));
            Tour tour = client.https("registry.test" + port, Credential.ANONYMOUS);

            tour.delete(tour.writeAndRead(), Deletion.DONE);

            assertThat(proxy.heads()).isNotEmpty().allMatch(head -> head.startsWith("CONNECT registry.test" + port));
        }
    }

    @Test
    void aProxyThatIsGoneIsNamed() {
        TestProxy proxy = TestProxy.start();
        int port = proxy.port();
        proxy.close();
        try (var client = new TestClient(
                settings -> settings.through(Proxies.of(Map.of("HTTPS_PROXY", "http://127.0.0.1:" + port))))) {
            Tour tour = client.https("registry.test", Credential.ANONYMOUS);

            Failure failure = failure(() -> tour.source("app").resolve(new Tag("v1")));

            assertThat(failure.kind()).isEqualTo(FailureKind.UNREACHABLE);
            assertThat(failure.detail()).contains("127.0.0.1:" + port);
        }
    }
}
