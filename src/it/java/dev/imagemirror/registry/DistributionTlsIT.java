package dev.imagemirror.registry;

import static dev.imagemirror.registry.TestClient.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.auth.Credential;
import dev.imagemirror.content.Deletion;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.http.Trust;
import dev.imagemirror.registry.testing.TestAuthority;
import dev.imagemirror.registry.testing.TestIdentity;
import dev.imagemirror.servers.RegistryOptions;
import dev.imagemirror.servers.RegistryServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Distribution v3 with an authority of its own, with and without certificates of clients.
class DistributionTlsIT {
    private static final TestAuthority AUTHORITY = new TestAuthority("company");
    private static final TestIdentity CLIENT = AUTHORITY.issue("mirror");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everythingWorksByTls(boolean clientCertificate) {
        Trust trust = clientCertificate ? CLIENT.trustFor("127.0.0.1") : AUTHORITY.trust();
        try (RegistryServer server = start(clientCertificate);
                var client = new TestClient(settings -> settings.trusting(trust))) {
            Tour tour = client.https(server.address(), Credential.ANONYMOUS);

            tour.delete(tour.writeAndRead(), Deletion.DONE);
        }
    }

    @Test
    void anUnknownAuthorityIsNotTrusted() {
        try (RegistryServer server = start(false);
                var client = new TestClient()) {
            Failure failure = failure(() -> client.https(server.address(), Credential.ANONYMOUS)
                    .target("app")
                    .resolve(Tour.FIRST));

            assertThat(failure.kind()).isEqualTo(FailureKind.TLS_FAILED);
            assertThat(failure.toString())
                    .startsWith("target %s/app: could not look up v1: ".formatted(server.address()))
                    .contains("signed by an unknown authority");
        }
    }

    @Test
    void aMissingClientCertificateIsSaid() {
        try (RegistryServer server = start(true);
                var client = new TestClient(settings -> settings.trusting(AUTHORITY.trust()))) {
            Failure failure = failure(() -> client.https(server.address(), Credential.ANONYMOUS)
                    .source("app")
                    .tags());

            assertThat(failure.kind()).isEqualTo(FailureKind.TLS_FAILED);
            assertThat(failure.detail()).contains("it may ask for a client certificate");
        }
    }

    /// No way down from https: what was not said to be plain is never asked so.
    @Test
    void aRegistryWithoutTlsIsNotSpokenToInPlain() {
        try (RegistryServer server = RegistryServer.start(RegistryOptions.named("plain"));
                var client = new TestClient()) {
            Failure failure = failure(() -> client.https(server.address(), Credential.ANONYMOUS)
                    .source("app")
                    .tags());

            assertThat(failure.kind()).isEqualTo(FailureKind.TLS_FAILED);
            assertThat(server.requests("tags", "get")).isZero();
        }
    }

    private static RegistryServer start(boolean clientCertificate) {
        TestIdentity server = AUTHORITY.issue("127.0.0.1");
        return RegistryServer.start(RegistryOptions.named("tls")
                .withDelete()
                .withTls(new RegistryOptions.Tls(
                        server.certificatePem(), server.keyPem(), clientCertificate ? server.authorityPem() : null)));
    }
}
