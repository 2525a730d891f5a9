package dev.imagemirror.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.http.ApacheTransport;
import dev.imagemirror.http.Method;
import dev.imagemirror.http.NetworkPolicy;
import dev.imagemirror.http.Origin;
import dev.imagemirror.http.Request;
import dev.imagemirror.http.TransportSettings;
import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestRequest;
import dev.imagemirror.registry.testing.TestServer;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What registries do that the whole of a test registry does not.
class AuthenticatorTest {
    private static final Credential ME = new Credential.Basic("me", "pass");
    private static final TestAnswer BASIC = TestAnswer.of(401).with("WWW-Authenticate", "Basic realm=\"x\"");

    private final ApacheTransport transport = new ApacheTransport(TransportSettings.of(new NetworkPolicy(true, false)));
    private final Authenticator authenticator = new Authenticator(transport, System::nanoTime);
    private final List<TestRequest> requests = new CopyOnWriteArrayList<>();
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

    private TestAnswer answer(TestRequest request) {
        requests.add(request);
        boolean isPublic = request.path().startsWith("/v2/public/");
        return isPublic || request.header("Authorization").orElse("").startsWith("Basic ") ? TestAnswer.of(200) : BASIC;
    }

    private int status(Credential credential, String target) {
        Access access = new Access(Origin.of(URI.create(server.url())), credential, List.of());
        try (var response = authenticator.send(Request.of(Method.GET, URI.create(server.url() + target)), access)) {
            response.discard();
            return response.status();
        }
    }
}
