package dev.imagemirror.registry;

import static dev.imagemirror.registry.Harness.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.auth.Credential;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestRegistry;
import dev.imagemirror.registry.testing.TestRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What a credential is shown to, how often, and what a refusal means.
class AuthenticationTest extends AccessScene {
    private static final Credential WRONG = new Credential.Basic("user", "wrong");

    @Test
    void basicIsShownOnceItIsAskedFor() {
        registry.requireBasic("user", "secret");
        ContentSource source = harness.source("app", RIGHT);

        assertThat(source.fetch(TAG)).isPresent();
        assertThat(source.fetch(TAG)).isPresent();

        assertThat(registry.requests())
                .extracting(TestRequest::kind)
                .containsExactly(
                        RequestKind.MANIFEST_GET, RequestKind.PING, RequestKind.MANIFEST_GET, RequestKind.MANIFEST_GET);
    }

    @Test
    void aRepositoryThatIsRefusedAfterATokenIsDeniedAndNotHammered() {
        registry.requireToken("user", "secret");
        registry.faultAlways(
                RequestKind.MANIFEST_GET,
                new Fault.Answer(TestAnswer.error(401, "UNAUTHORIZED", "no")
                        .with("WWW-Authenticate", "Bearer realm=\"/token\",service=\"test\"")));

        var failure = failure(() -> harness.source("app", RIGHT).fetch(TAG));

        assertThat(failure.kind()).isEqualTo(FailureKind.DENIED);
        assertThat(registry.count(RequestKind.MANIFEST_GET)).isEqualTo(2);
        assertThat(registry.count(RequestKind.TOKEN)).isEqualTo(1);
    }

    @Test
    void harborsChangingChallengeIsNoLoop() {
        registry.requireToken("user", "secret");
        ContentSource source = harness.source("app", RIGHT);
        source.fetch(TAG);
        registry.faultAlways(
                RequestKind.MANIFEST_GET,
                new Fault.Answer(TestAnswer.of(401).with("WWW-Authenticate", "Basic realm=\"harbor\"")));

        assertThat(failure(() -> source.fetch(TAG)).kind()).isEqualTo(FailureKind.DENIED);
        assertThat(registry.count(RequestKind.MANIFEST_GET)).isEqualTo(4);
        assertThat(registry.count(RequestKind.TOKEN)).isEqualTo(2);
    }

    @Test
    void aProjectThatHarborDoesNotHaveIsDenied() {
        registry.requireToken("user", "secret");
        registry.faultAlways(
                RequestKind.MANIFEST_GET, new Fault.Answer(TestAnswer.of(401).with("WWW-Authenticate", "")));

        assertThat(failure(() -> harness.source("app", RIGHT).fetch(TAG)).kind())
                .isEqualTo(FailureKind.DENIED);
    }

    @Test
    void aChallengeMayStandOnlyAtTheBase() {
        registry.requireToken("user", "secret");
        registry.fault(RequestKind.MANIFEST_GET, 1, Fault.status(401));

        assertThat(harness.source("app", RIGHT).fetch(TAG)).isPresent();
    }

    @Test
    void aWrongPasswordIsShownOnceHoweverManyAsk() throws Exception {
        registry.requireToken("user", "secret");

        List<FailureKind> kinds = atOnce(
                16,
                n -> failure(() -> harness.source("app" + n, WRONG).fetch(TAG)).kind());

        assertThat(kinds).containsOnly(FailureKind.UNAUTHORIZED);
        assertThat(registry.count(RequestKind.TOKEN)).isEqualTo(1);
    }

    @Test
    void aWrongPasswordIsShownOnceByBasicToo() throws Exception {
        registry.requireBasic("user", "secret");

        List<FailureKind> kinds = atOnce(
                16,
                n -> failure(() -> harness.source("app" + n, WRONG).fetch(TAG)).kind());

        assertThat(kinds).containsOnly(FailureKind.UNAUTHORIZED);
        assertThat(registry.requests().stream()
                        .filter(request -> request.header("Authorization").isPresent()))
                .hasSize(1);
    }

    @Test
    void aRefusedCredentialIsTriedAgainLaterOrWhenForgotten() {
        registry.requireToken("user", "wrong");
        ContentSource source = harness.source("app", RIGHT);
        failure(() -> source.fetch(TAG));
        failure(() -> source.fetch(TAG));
        assertThat(registry.count(RequestKind.TOKEN)).isEqualTo(1);

        harness.nanos.addAndGet(Duration.ofMinutes(11).toNanos());
        failure(() -> source.fetch(TAG));
        assertThat(registry.count(RequestKind.TOKEN)).isEqualTo(2);

        harness.authenticator.forget(RIGHT);
        registry.requireToken("user", "secret");
        assertThat(source.fetch(TAG)).isPresent();
    }

    @Test
    void manyThreadsAskForOneToken() throws Exception {
        registry.requireToken("user", "secret");
        ContentSource source = harness.source("app", RIGHT);

        List<Boolean> found = atOnce(16, n -> source.fetch(TAG).isPresent());

        assertThat(found).containsOnly(true);
        assertThat(registry.count(RequestKind.TOKEN)).isEqualTo(1);
    }

    @Test
    void twoCredentialsNeverShareAToken() {
        registry.requireToken("user", "secret");
        assertThat(harness.source("app", RIGHT).fetch(TAG)).isPresent();

        assertThat(failure(() -> harness.source("app", WRONG).fetch(TAG)).kind())
                .isEqualTo(FailureKind.UNAUTHORIZED);
        assertThat(failure(() -> harness.source("app").fetch(TAG)).kind()).isEqualTo(FailureKind.UNAUTHORIZED);
    }

    @Test
    void aForeignRealmGetsNoCredential() {
        try (TestRegistry foreign = TestRegistry.start()) {
            registry.faultAlways(
                    RequestKind.MANIFEST_GET,
                    new Fault.Answer(TestAnswer.of(401)
                            .with(
                                    "WWW-Authenticate",
                                    "Bearer realm=\"http://evil.test:%d/token\""
                                            .formatted(Integer.parseInt(
                                                    foreign.url().replaceAll(".*:", ""))))));

            var failure = failure(() -> harness.source("app", RIGHT).fetch(TAG));

            assertThat(failure.kind()).isEqualTo(FailureKind.ADDRESS_REFUSED);
            assertThat(failure.toString()).contains("evil.test").doesNotContain("secret");
            assertThat(foreign.requests()).isEmpty();
        }
    }

    @Test
    void anUnsupportedSchemeIsNamed() {
        registry.faultAlways(
                RequestKind.MANIFEST_GET,
                new Fault.Answer(TestAnswer.of(401).with("WWW-Authenticate", "Negotiate abc==")));

        assertThat(failure(() -> harness.source("app", RIGHT).fetch(TAG)).detail())
                .contains("negotiate authentication, which is not supported");
    }

    private interface Asking<T> {
        T ask(int number);
    }

    private static <T> List<T> atOnce(int threads, Asking<T> asking) throws Exception {
        var start = new CountDownLatch(1);
        List<Future<T>> futures = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < threads; i++) {
                int number = i;
                futures.add(executor.submit(() -> {
                    start.await();
                    return asking.ask(number);
                }));
            }
            start.countDown();
        }
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            results.add(future.get());
        }
        return results;
    }
}
