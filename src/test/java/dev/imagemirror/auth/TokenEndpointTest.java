package dev.imagemirror.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.imagemirror.http.ApacheTransport;
import dev.imagemirror.http.NetworkPolicy;
import dev.imagemirror.http.TransportException;
import dev.imagemirror.http.TransportFault;
import dev.imagemirror.http.TransportSettings;
import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestRequest;
import dev.imagemirror.registry.testing.TestServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is asked of token servers, and what is made of their answers.
class TokenEndpointTest {
    private static final Credential PAIR = new Credential.Basic("me", "pass");
    private static final Credential IDENTITY = new Credential.IdentityToken("i/d");
    private static final List<Scope> SCOPES =
            List.of(new Scope("repository:a/b:pull,push"), new Scope("repository:c:pull"));
    private static final long NOW = 1_000;

    private final ApacheTransport transport = new ApacheTransport(TransportSettings.of(new NetworkPolicy(true, false)));
    private final TokenEndpoint endpoint = new TokenEndpoint(transport, () -> NOW);
    private final List<TestRequest> requests = new CopyOnWriteArrayList<>();
    private final List<String> forms = new CopyOnWriteArrayList<>();
    private Function<TestRequest, TestAnswer> behaviour = request -> json("{\"token\":\"t\"}");
    private final TestServer server = TestServer.answering(request -> {
        requests.add(request);
        forms.add(read(request));
        return behaviour.apply(request);
    });

    @AfterEach
    void close() {
        transport.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"/token, /token?", "/token?account=x%2Fy, /token?account=x%2Fy&", "/token#there, /token?"})
    void asksByGetWithServiceAndEachScope(String realm, String start) {
        assertThat(ask(PAIR, realm).token()).isEqualTo("t");

        assertThat(requests).hasSize(1);
        assertThat(requests.getFirst().target())
                .isEqualTo(start + "service=a%20registry&scope=repository%3Aa%2Fb%3Apull%2Cpush"
                        + "&scope=repository%3Ac%3Apull");
        assertThat(requests.getFirst().header("Authorization"))
                .contains("Basic " + Base64.getEncoder().encodeToString("me:pass".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void asksForTheAnonymousWithoutAName() {
        ask(Credential.ANONYMOUS, "/token");

        assertThat(requests.getFirst().header("Authorization")).isEmpty();
    }

    @Test
    void exchangesIdentityTokensByPost() {
        ask(IDENTITY, "/token");

        assertThat(requests).extracting(TestRequest::method).containsExactly("POST");
        assertThat(forms.getFirst())
                .isEqualTo("grant_type=refresh_token&client_id=imagemirror&service=a%20registry"
                        + "&scope=repository%3Aa%2Fb%3Apull%2Cpush%20repository%3Ac%3Apull&refresh_token=i%2Fd");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 405})
    void fallsBackToGetWhereThePostFormIsNotKnown(int status) {
        behaviour = request -> request.method().equals("POST") ? TestAnswer.of(status) : json("{\"token\":\"t\"}");

        assertThat(ask(IDENTITY, "/token").token()).isEqualTo("t");
        assertThat(requests).extracting(TestRequest::method).containsExactly("POST", "GET");
    }

    @Test
    void neverAsksForOfflineTokens() {
        ask(PAIR, "/token");
        ask(IDENTITY, "/token");

        assertThat(requests + " " + forms).doesNotContain("offline", "access_type");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"token\":\"t\"}|t",
                "{\"access_token\":\"a\"}|a",
                "{\"token\":\"t\",\"access_token\":\"a\"}|a",
                "{\"token\":\"t\",\"access_token\":\"\"}|t",
            })
    void takesEitherNameOfTheToken(String answer, String token) {
        behaviour = request -> json(answer);

        assertThat(ask(PAIR, "/token").token()).isEqualTo(token);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"token\":\"\",\"access_token\":\"\"}",
                "{\"token\":\"a b\"}",
                "{\"token\":\"a\\r\\nX: y\"}",
                "{\"token\":{\"x\":1}}",
                "[]",
                "<html>",
                "",
            })
    void anAnswerWithoutAUsableTokenIsAFailure(String answer) {
        behaviour = request -> json(answer);

        var e = catchThrowableOfType(AuthException.class, () -> ask(PAIR, "/token"));

        assertThat(e.fault()).isEqualTo(AuthFault.FAILED);
        assertThat(e.getMessage()).contains("answered the token request").doesNotContain("X: y", "html");
    }

    /// A clock that is wrong, here or there, says nothing of how long a token lives.
    @ParameterizedTest
    @ValueSource(strings = {"2000-01-01T00:00:00Z", "2100-01-01T00:00:00Z", "", "nonsense"})
    void theLifetimeIsCountedFromTheArrival(String issuedAt) {
        behaviour = request -> json("{\"token\":\"t\",\"expires_in\":300,\"issued_at\":\"%s\"}".formatted(issuedAt));

        assertThat(ask(PAIR, "/token").goodUntil())
                .isEqualTo(NOW + Duration.ofSeconds(270).toNanos());
    }

    @Test
    void anAnswerBeyondAMebibyteIsRefused() {
        behaviour = request -> json("{\"token\":\"" + "t".repeat(1024 * 1024) + "\"}");

        assertThatThrownBy(() -> ask(PAIR, "/token"))
                .isInstanceOfSatisfying(
                        TransportException.class, e -> assertThat(e.fault()).isEqualTo(TransportFault.LIMIT_EXCEEDED))
                .hasMessageContaining("the token is longer than the limit of 1048576 bytes");
    }

    @Test
    void redirectsAreNotFollowed() {
        behaviour = request -> TestAnswer.of(307).with("Location", "/elsewhere");

        assertThatThrownBy(() -> ask(PAIR, "/token")).isInstanceOf(AuthException.class);
        assertThat(requests).hasSize(1);
    }

    private Grant ask(Credential credential, String realm) {
        return endpoint.ask(new Realm(URI.create(server.url() + realm), "a registry"), credential, SCOPES);
    }

    private static TestAnswer json(String body) {
        return TestAnswer.text(200, "application/json", body);
    }

    private static String read(TestRequest request) {
        try {
            return new String(request.body().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "broken";
        }
    }
}
