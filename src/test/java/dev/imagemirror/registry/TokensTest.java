package dev.imagemirror.registry;

import static dev.imagemirror.registry.Harness.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.auth.Credential;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// When a token is asked for, for what, and how long it is used.
class TokensTest extends AccessScene {
    @Test
    void aTokenIsAskedForOnceAndKept() {
        registry.requireToken("user", "secret");
        ContentSource source = harness.source("app", RIGHT);

        assertThat(source.tags()).isPresent();
        assertThat(source.fetch(TAG)).isPresent();

        assertThat(registry.count(RequestKind.TOKEN)).isEqualTo(1);
        assertThat(registry.count(RequestKind.TAGS)).isEqualTo(2);
        assertThat(registry.count(RequestKind.MANIFEST_GET)).isEqualTo(1);
        TestRequest token = requests(RequestKind.TOKEN).getFirst();
        assertThat(token.parameters("scope")).containsExactly("repository:app:pull");
        assertThat(token.parameter("service")).contains("test");
    }

    @Test
    void anonymousTokensAreAskedForWithoutACredential() {
        registry.requireToken("", "");

        assertThat(harness.source("app").fetch(TAG)).isPresent();

        assertThat(requests(RequestKind.TOKEN).getFirst().header("Authorization"))
                .isEmpty();
    }

    @Test
    void theTargetAsksToPullAndPush() {
        registry.requireToken("user", "secret");
        ContentTarget target = harness.target("app", RIGHT);

        target.tag(target.fetch(TAG).orElseThrow(), new Tag("v2"));

        assertThat(requests(RequestKind.TOKEN).getFirst().parameters("scope"))
                .containsExactly("repository:app:pull,push");
        assertThat(registry.count(RequestKind.TOKEN)).isEqualTo(1);
    }

    @Test
    void identityTokensAreExchanged() {
        registry.requireToken("user", "secret");

        assertThat(harness.source("app", new Credential.IdentityToken("identity-of-user"))
                        .fetch(TAG))
                .isPresent();

        assertThat(requests(RequestKind.TOKEN)).extracting(TestRequest::method).containsExactly("POST");
    }

    @Test
    void aServerWithoutThePostFormGetsTheOther() {
        registry.requireToken("<token>", "i-token");
        registry.fault(RequestKind.TOKEN, 1, Fault.status(404));

        assertThat(harness.source("app", new Credential.IdentityToken("i-token"))
                        .fetch(TAG))
                .isPresent();

        assertThat(requests(RequestKind.TOKEN)).extracting(TestRequest::method).containsExactly("POST", "GET");
    }

    @Test
    void anExpiredTokenIsRenewedBeforeItIsShown() {
        registry.requireToken("user", "secret", 100);
        ContentSource source = harness.source("app", RIGHT);
        source.fetch(TAG);

        harness.nanos.addAndGet(Duration.ofSeconds(75).toNanos());
        source.fetch(TAG);

        assertThat(registry.count(RequestKind.TOKEN)).isEqualTo(2);
        assertThat(registry.count(RequestKind.MANIFEST_GET)).isEqualTo(3);
    }

    @Test
    void aTokenThatIsNoLongerTakenIsRenewedOnce() {
        registry.requireToken("user", "secret");
        ContentSource source = harness.source("app", RIGHT);
        source.fetch(TAG);
        registry.revokeTokens();

        assertThat(source.fetch(TAG)).isPresent();

        assertThat(registry.count(RequestKind.TOKEN)).isEqualTo(2);
    }

    @Test
    void whatIsForbiddenRenewsNoToken() {
        registry.requireToken("user", "secret");
        ContentSource source = harness.source("app", RIGHT);
        source.fetch(TAG);
        registry.faultAlways(RequestKind.MANIFEST_GET, Fault.status(403));

        assertThat(failure(() -> source.fetch(TAG)).kind()).isEqualTo(FailureKind.DENIED);

        assertThat(registry.count(RequestKind.TOKEN)).isEqualTo(1);
        assertThat(registry.count(RequestKind.MANIFEST_GET)).isEqualTo(3);
    }

    @Test
    void eachRepositoryHasATokenOfItsOwn() {
        registry.requireToken("user", "secret");
        registry.addImage("other", "v1", "two");

        harness.source("app", RIGHT).fetch(TAG);
        harness.source("other", RIGHT).fetch(TAG);

        assertThat(requests(RequestKind.TOKEN))
                .extracting(request -> request.parameters("scope"))
                .containsExactly(List.of("repository:app:pull"), List.of("repository:other:pull"));
    }

    @Test
    void aTokenRequestCarriesNoToken() {
        registry.requireToken("user", "secret");
        ContentSource source = harness.source("app", RIGHT);
        source.fetch(TAG);
        registry.revokeTokens();
        source.fetch(TAG);

        assertThat(requests(RequestKind.TOKEN))
                .hasSize(2)
                .allSatisfy(request ->
                        assertThat(request.header("Authorization").orElse("")).startsWith("Basic "));
    }

    @Test
    void aScopeThatTheTokenLackedIsAskedForOnce() {
        registry.requireToken("user", "secret");
        registry.fault(
                RequestKind.MANIFEST_GET,
                2,
                new Fault.Answer(TestAnswer.of(401)
                        .with(
                                "WWW-Authenticate",
                                "Bearer realm=\"/token\",service=\"test\",error=\"insufficient_scope\","
                                        + "scope=\"repository:base:pull\"")));

        assertThat(harness.source("app", RIGHT).fetch(TAG)).isPresent();

        assertThat(requests(RequestKind.TOKEN))
                .extracting(request -> request.parameters("scope"))
                .containsExactly(
                        List.of("repository:app:pull"), List.of("repository:app:pull", "repository:base:pull"));
    }

    @Test
    void aTokenEndpointInTroubleIsNoRefusal() {
        registry.requireToken("user", "secret");
        registry.fault(RequestKind.TOKEN, 1, new Fault.Answer(TestAnswer.of(429).with("Retry-After", "7")));
        registry.fault(RequestKind.TOKEN, 2, Fault.status(500));
        ContentSource source = harness.source("app", RIGHT);

        var limited = failure(() -> source.fetch(TAG));
        assertThat(limited.kind()).isEqualTo(FailureKind.RATE_LIMITED);
        assertThat(limited.pause()).contains(Duration.ofSeconds(7));
        // The next request waits these seconds out.
        assertThat(failure(() -> source.fetch(TAG)).kind()).isEqualTo(FailureKind.UNREACHABLE);
        assertThat(source.fetch(TAG)).isPresent();
    }

    private List<TestRequest> requests(RequestKind kind) {
        return registry.requests().stream()
                .filter(request -> request.kind() == kind)
                .toList();
    }
}
