package dev.imagemirror.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirror.http.ApacheTransport;
import dev.imagemirror.http.Body;
import dev.imagemirror.http.FewConnections;
import dev.imagemirror.http.Method;
import dev.imagemirror.http.NetworkPolicy;
import dev.imagemirror.http.Origin;
import dev.imagemirror.http.Request;
import dev.imagemirror.http.TransportSettings;
import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestRequest;
import dev.imagemirror.registry.testing.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What registries do that the whole of a test registry does not.
@Timeout(60)
class AuthenticatorTest {
    private static final Credential ME = new Credential.Basic("me", "pass");
    private static final TestAnswer BASIC =
            TestAnswer.error(401, "UNAUTHORIZED", "no").with("WWW-Authenticate", "Basic realm=\"x\"");

    /// One connection: whoever keeps it while something else is asked waits for ever.
    private final ApacheTransport transport =
            new ApacheTransport(FewConnections.of(TransportSettings.of(new NetworkPolicy(true, false)), 1));
    private final Authenticator authenticator = new Authenticator(transport, System::nanoTime);
    private final List<TestRequest> requests = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final TestServer server = TestServer.answering(this::answer);

    @AfterEach
    void close() {
        transport.close();
        server.close();
    }

    @Test
    void thatARepositoryWantsAPasswordSaysNothingOfPublicOnes() {
        assertThat(status(ME, "/v2/private/tags/list")).isEqualTo(200);

        assertThat(status(Credential.ANONYMOUS, "/v2/public/tags/list")).isEqualTo(200);

        assertThat(requests.getLast().header("Authorization")).isEmpty();
    }

    @Test
    void aTokenOfTheConfigurationIsShownAsItIsAndOnce() {
        assertThat(status(new Credential.RegistryToken("t"), "/v2/private/tags/list"))
                .isEqualTo(401);

        assertThat(requests)
                .extracting(request -> request.header("Authorization").orElse(""))
                .containsExactly("", "Bearer t");
    }

    @Test
    void refusedCredentialsKeepNoConnection() {
        for (int i = 0; i < 3; i++) {
            var wrong = new Credential.Basic("me", "wrong" + i);
            assertThatThrownBy(() -> status(wrong, "/v2/private/tags/list"))
                    .isInstanceOf(AuthException.class)
                    .hasMessageContaining("refused the credential");
        }
        assertThat(status(ME, "/v2/private/tags/list")).isEqualTo(200);
    }

    @Test
    void theNextCredentialIsTriedWhenOneIsRefusedAndTheRefusedOneIsShownOnce() {
        List<Credential> rotated = List.of(new Credential.Basic("me", "old"), ME, new Credential.Basic("me", "no"));

        assertThat(status(rotated, get("/v2/private/tags/list"))).isEqualTo(200);
        assertThat(status(rotated, get("/v2/private/manifests/1"))).isEqualTo(200);

        assertThat(shown()).containsExactly("", pair("me:old"), pair("me:pass"), pair("me:pass"), pair("me:pass"));
    }

    @Test
    void aStreamIsSentOnceAndWholeWithTheCredentialThatIsGood() {
        List<Credential> rotated = List.of(new Credential.Basic("me", "old"), ME);
        status(rotated, get("/v2/private/tags/list"));
        var body = new Body.Stream(new ByteArrayInputStream("whole".getBytes(StandardCharsets.UTF_8)), 5);

        assertThat(status(
                        rotated,
                        Request.of(Method.PATCH, URI.create(server.url() + "/v2/private/blobs/uploads/1"))
                                .carrying(body)))
                .isEqualTo(200);

        assertThat(bodies).containsExactly("whole");
    }

    @Test
    void whenEveryCredentialIsRefusedThatIsTheOutcome() {
        List<Credential> wrong = List.of(new Credential.Basic("me", "old"), new Credential.Basic("me", "older"));

        assertThatThrownBy(() -> status(wrong, get("/v2/private/tags/list")))
                .isInstanceOfSatisfying(
                        AuthException.class, e -> assertThat(e.fault()).isEqualTo(AuthFault.REFUSED));
    }

    @Test
    void aCredentialThatIsGoodButNotForThisIsNotFollowedByTheNext() {
        assertThat(status(List.of(ME, new Credential.Basic("other", "pass")), get("/v2/denied/tags/list")))
                .isEqualTo(403);

        assertThat(shown()).doesNotContain(pair("other:pass"));
    }

    private List<String> shown() {
        return requests.stream()
                .map(request -> request.header("Authorization").orElse(""))
                .toList();
    }

    private static String pair(String text) {
        return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private TestAnswer answer(TestRequest request) {
        requests.add(request);
        String header = request.header("Authorization").orElse("");
        boolean right = List.of(pair("me:pass"), pair("other:pass")).contains(header);
        if (!right && !request.path().startsWith("/v2/public/")) {
            return BASIC;
        }
        if (request.method().equals("PATCH")) {
            bodies.add(read(request));
        }
        return TestAnswer.of(request.path().startsWith("/v2/denied/") ? 403 : 200);
    }

    private static String read(TestRequest request) {
        try {
            return new String(request.body().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "broken";
        }
    }

    private int status(Credential credential, String target) {
        return status(List.of(credential), get(target));
    }

    private Request get(String target) {
        return Request.of(Method.GET, URI.create(server.url() + target));
    }

    private int status(List<Credential> credentials, Request request) {
        Access access = new Access(Origin.of(URI.create(server.url())), credentials, List.of());
        try (var response = authenticator.send(request, access)) {
            response.discard();
            return response.status();
        }
    }
}
