package dev.imagemirror.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.imagemirror.http.ApacheTransport;
import dev.imagemirror.http.Body;
import dev.imagemirror.http.DigestSession;
import dev.imagemirror.http.Method;
import dev.imagemirror.http.NetworkPolicy;
import dev.imagemirror.http.Origin;
import dev.imagemirror.http.Request;
import dev.imagemirror.http.TransportSettings;
import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestServer;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Digest authentication against a server that computes for itself.
class DigestTest {
    private static final Credential ME = new Credential.Basic("me", "pass");

    private final ApacheTransport transport = new ApacheTransport(TransportSettings.of(new NetworkPolicy(true, false)));
    private final Authenticator authenticator = new Authenticator(transport, System::nanoTime);
    private DigestDoor door = new DigestDoor("SHA-256", "pass");
    private final TestServer server =
            TestServer.answering(request -> door.refusal(request).orElse(TestAnswer.of(200)));

    @AfterEach
    void close() {
        transport.close();
        server.close();
    }

    /// RFC 7616, section 3.9.1: so the judge of these tests is right.
    @ParameterizedTest
    @CsvSource({
        "MD5, 8ca523f5e9506fed4657c9700eebdbec",
        "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    })
    void theServerComputesAsTheSpecificationDoes(String algorithm, String response) {
        Map<String, String> answer = Map.of(
                "algorithm", algorithm,
                "username", "Mufasa",
                "realm", "http-auth@example.org",
                "uri", "/dir/index.html",
                "nonce", "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
                "nc", "00000001",
                "cnonce", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
                "qop", "auth");

        assertThat(DigestDoor.response(answer, "GET", "Circle of Life")).isEqualTo(response);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MD5", "MD5-sess", "SHA-256", "SHA-256-sess", "SHA-512-256", "SHA-512-256-sess"})
    void everyAlgorithmIsAnswered(String algorithm) {
        door = new DigestDoor(algorithm, "pass");

        assertThat(status(ME, "/v2/app/tags/list?n=2&last=a%2Fb")).isEqualTo(200);
        assertThat(status(ME, "/v2/app/manifests/v1")).isEqualTo(200);
    }

    @Test
    void serversOfTheFirstSpecificationAreAnsweredToo() {
        var parameters = new HashMap<>(Map.of("realm", "a \"b\"", "nonce", "n", "opaque", "o"));
        String header =
                new DigestSession(parameters, "me", "pass").answer(Method.GET, URI.create("http://localhost:1/v2/"));
        Map<String, String> answer = Challenge.parse(List.of(header)).getFirst().parameters();

        assertThat(answer)
                .containsEntry("realm", "a \"b\"")
                .containsEntry("opaque", "o")
                .containsEntry("uri", "/v2/")
                .doesNotContainKeys("qop", "nc", "cnonce")
                .containsEntry("response", DigestDoor.response(answer, "GET", "pass"));
    }

    @Test
    void aNonceIsUsedOnAndCounted() {
        status(ME, "/v2/app/tags/list?n=2");
        status(ME, "/v2/app/manifests/v1");

        assertThat(door.answers())
                .extracting(answer -> answer.get("nc"))
                .containsExactly("00000001", "00000002", "00000003");
        assertThat(door.answers())
                .extracting(answer -> answer.get("uri"))
                .containsExactly("/v2/", "/v2/app/tags/list?n=2", "/v2/app/manifests/v1");
    }

    @Test
    void aStaleNonceIsReplacedAndThePasswordStaysGood() {
        assertThat(status(ME, "/v2/app/tags/list")).isEqualTo(200);
        door.renewNonce();

        assertThat(status(ME, "/v2/app/tags/list")).isEqualTo(200);

        assertThat(door.answers()).hasSize(4);
        assertThat(door.answers().getLast()).containsEntry("nonce", "nonce-1").containsEntry("nc", "00000001");
    }

    @Test
    void aNonceMayBeGoodForOneRequest() {
        door.limit(1);

        assertThat(List.of(status(ME, "/v2/a/tags/list"), status(ME, "/v2/b/tags/list"), status(ME, "/v2/c/tags/list")))
                .containsOnly(200);
    }

    @Test
    void aStreamIsNotSentTwiceAndTheNextOneHasTheNewNonce() {
        assertThat(status(ME, "/v2/app/tags/list")).isEqualTo(200);
        door.renewNonce();

        assertThat(patch()).isEqualTo(401);
        assertThat(patch()).isEqualTo(200);
    }

    @Test
    void aWrongPasswordIsShownOnce() {
        var wrong = new Credential.Basic("me", "wrong");
        for (int i = 0; i < 3; i++) {
            var e = catchThrowableOfType(AuthException.class, () -> status(wrong, "/v2/app/tags/list"));
            assertThat(e.fault()).isEqualTo(AuthFault.REFUSED);
        }
        assertThat(door.answers()).hasSize(1);
    }

    @Test
    void aPasswordThatChangedIsNoticedAndShownOnce() {
        assertThat(status(ME, "/v2/app/tags/list")).isEqualTo(200);
        door = new DigestDoor("SHA-256", "changed");

        for (int i = 0; i < 3; i++) {
            var e = catchThrowableOfType(AuthException.class, () -> status(ME, "/v2/app/tags/list"));
            assertThat(e.fault()).isEqualTo(AuthFault.REFUSED);
        }
        assertThat(door.answers()).hasSize(2);
    }

    @Test
    void nobodyIsToldThatAPairIsWanted() {
        var e = catchThrowableOfType(AuthException.class, () -> status(Credential.ANONYMOUS, "/v2/"));

        assertThat(e).hasMessageContaining("wants a user name and a password, and there is none");
        assertThat(door.answers()).isEmpty();
    }

    @Test
    void twoCredentialsHaveNoncesOfTheirOwn() {
        assertThat(status(ME, "/v2/app/tags/list")).isEqualTo(200);

        var e = catchThrowableOfType(
                AuthException.class, () -> status(new Credential.Basic("you", "x"), "/v2/app/tags/list"));

        assertThat(e.fault()).isEqualTo(AuthFault.REFUSED);
        assertThat(door.answers().getLast()).containsEntry("username", "you").containsEntry("nc", "00000001");
    }

    private int patch() {
        var body = new Body.Stream(new ByteArrayInputStream(new byte[10]), 10);
        return status(
                ME,
                Request.of(Method.PATCH, URI.create(server.url() + "/v2/app/blobs/uploads/1"))
                        .carrying(body));
    }

    private int status(Credential credential, String target) {
        return status(credential, Request.of(Method.GET, URI.create(server.url() + target)));
    }

    private int status(Credential credential, Request request) {
        Access access = new Access(Origin.of(URI.create(server.url())), credential, List.of());
        try (var response = authenticator.send(request, access)) {
            response.discard();
            return response.status();
        }
    }
}
