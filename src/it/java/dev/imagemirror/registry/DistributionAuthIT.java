package dev.imagemirror.registry;

import static dev.imagemirror.registry.TestClient.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.auth.Credential;
import dev.imagemirror.content.Deletion;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.registry.testing.TestAuthority;
import dev.imagemirror.registry.testing.TestIdentity;
import dev.imagemirror.servers.Crane;
import dev.imagemirror.servers.RegistryOptions;
import dev.imagemirror.servers.RegistryServer;
import dev.imagemirror.servers.TokenServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Distribution v3 with passwords and with tokens.
class DistributionAuthIT {
    private static final TestIdentity SIGNER = new TestAuthority("tokens").issue("signer");
    private static final Credential GOOD = new Credential.Basic(TokenServer.USER, TokenServer.PASSWORD);
    private static final Credential WRONG = new Credential.Basic(TokenServer.USER, "wrong");

    private final TestClient client = new TestClient();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void everythingWorksWithAPassword() {
        try (RegistryServer server = RegistryServer.start(
                RegistryOptions.named("password").withPassword().withDelete())) {
            Tour tour =
                    client.http(server.address(), new Credential.Basic(RegistryServer.USER, RegistryServer.PASSWORD));

            Digest image = tour.writeAndRead();

            Crane crane = new Crane(folder).login(server.address(), RegistryServer.USER, RegistryServer.PASSWORD);
            assertThat(crane.run("digest", server.address() + "/app:v2")
                            .orThrow()
                            .stdout())
                    .startsWith(image.text());
            tour.delete(image, Deletion.DONE);
        }
    }

    @Test
    void aPasswordThatIsWrongOrMissingIsTheCredentialsFault() {
        try (RegistryServer server =
                RegistryServer.start(RegistryOptions.named("password").withPassword())) {
            Tour wrong = client.http(server.address(), WRONG);
            Tour none = client.http(server.address(), Credential.ANONYMOUS);

            Failure refused = failure(() -> wrong.source("app").tags());
            Failure missing = failure(() -> none.target("app").resolve(Tour.FIRST));

            assertThat(refused.kind()).isEqualTo(FailureKind.UNAUTHORIZED);
            assertThat(refused.toString())
                    .isEqualTo("source %1$s/app: could not list the tags: %1$s refused the credential"
                            .formatted(server.address()));
            assertThat(missing.kind()).isEqualTo(FailureKind.UNAUTHORIZED);
            assertThat(missing.detail())
                    .isEqualTo(server.address() + " wants a user name and a password, and there is none");
        }
    }

    /// The registry trusts the key by its certificate, or by its name in a set of keys; tokens allow what it asks for,
    /// or everything by `*`. crane does not speak to token servers on this machine.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everythingWorksWithTokens(boolean certificate) throws IOException {
        String deleting = certificate ? "delete" : "*";
        try (var tokens = new TokenServer(SIGNER, certificate, "pull", "push", deleting);
                RegistryServer server = RegistryServer.start(trusting(tokens, certificate))) {
            Tour tour = client.http(server.address(), GOOD);

            Digest image = tour.writeAndRead();

            tour.delete(image, Deletion.DONE);
            assertThat(tokens.scopes()).contains("repository:app:pull,push").doesNotHaveDuplicates();
        }
    }

    @Test
    void aTokenThatAllowsLessIsADenialAndNotTheCredentialsFault() throws IOException {
        try (var tokens = new TokenServer(SIGNER, false, "pull");
                RegistryServer server = RegistryServer.start(trusting(tokens, false))) {
            Tour tour = client.http(server.address(), GOOD);

            assertThat(tour.source("app").tags()).isEmpty();
            Failure push = failure(() -> tour.push("app", 10));
            Failure delete = failure(() -> tour.target("app").delete(Tour.FIRST));
            Failure catalog = failure(() -> tour.client().catalog(tour.registry()));

            assertThat(push.kind()).isEqualTo(FailureKind.DENIED);
            assertThat(push.detail()).startsWith("HTTP 401: UNAUTHORIZED: authentication required");
            assertThat(delete.kind()).isEqualTo(FailureKind.DENIED);
            assertThat(catalog.kind()).isEqualTo(FailureKind.DENIED);
            assertThat(catalog.place()).isEqualTo(server.address());
        }
    }

    @Test
    void theCatalogNeedsAScopeOfItsOwn() throws IOException {
        try (var tokens = new TokenServer(SIGNER, false, "pull", "push", "*");
                RegistryServer server = RegistryServer.start(trusting(tokens, false))) {
            Tour tour = client.http(server.address(), GOOD);
            tour.writeAndRead();

            assertThat(tour.client().catalog(tour.registry()))
                    .extracting(Repository::path)
                    .contains("app");
            assertThat(tokens.scopes()).endsWith("registry:catalog:*");
        }
    }

    @Test
    void aWrongPasswordAtTheTokenServerIsTriedOnce() throws IOException {
        try (var tokens = new TokenServer(SIGNER, false, "pull");
                RegistryServer server = RegistryServer.start(trusting(tokens, false))) {
            Tour tour = client.http(server.address(), WRONG);

            Failure first = failure(() -> tour.source("app").tags());
            Failure second = failure(() -> tour.source("other").tags());

            assertThat(first.kind()).isEqualTo(FailureKind.UNAUTHORIZED);
            assertThat(second.kind()).isEqualTo(FailureKind.UNAUTHORIZED);
            assertThat(tokens.scopes()).hasSize(1);
        }
    }

    /// The registry takes no tokens of others, and says no more than that.
    @Test
    void aTokenOfAStrangerIsADenial() throws IOException {
        TestIdentity stranger = new TestAuthority("stranger").issue("signer");
        try (var tokens = new TokenServer(stranger, true, "pull");
                RegistryServer server = RegistryServer.start(trusting(tokens, true))) {
            Tour tour = client.http(server.address(), GOOD);

            assertThat(failure(() -> tour.source("app").tags()).kind()).isEqualTo(FailureKind.DENIED);
        }
    }

    private RegistryOptions trusting(TokenServer tokens, boolean certificate) throws IOException {
        Path trusted =
                Files.writeString(folder.resolve("trusted"), certificate ? SIGNER.authorityPem() : tokens.keys());
        return tokens.guarding(RegistryOptions.named("tokens").withDelete(), trusted);
    }
}
