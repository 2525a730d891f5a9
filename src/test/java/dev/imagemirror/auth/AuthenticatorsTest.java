package dev.imagemirror.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirror.http.Method;
import dev.imagemirror.http.NetworkPolicy;
import dev.imagemirror.http.Origin;
import dev.imagemirror.http.Request;
import dev.imagemirror.http.TransportSettings;
import dev.imagemirror.http.Transports;
import dev.imagemirror.http.Trust;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestAuthority;
import dev.imagemirror.registry.testing.TestIdentity;
import dev.imagemirror.registry.testing.TestRegistry;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuthenticatorsTest {
    private static final TestAuthority AUTHORITY = new TestAuthority("authority");

    private final Transports transports = new Transports(TransportSettings.of(new NetworkPolicy(true, false)));

    @AfterEach
    void close() {
        transports.close();
    }

    @Test
    void everyTrustHasItsOwn() {
        TestIdentity one = AUTHORITY.issue("one");
        TestIdentity two = AUTHORITY.issue("two");
        try (var run = new Authenticators(transports, System::nanoTime)) {
            Authenticator first = run.of(one.trustFor("registry.test"));

            assertThat(run.of(one.trustFor("registry.test"))).isSameAs(first);
            assertThat(List.of(run.of(two.trustFor("registry.test")), run.of(AUTHORITY.trust()), run.of(Trust.SYSTEM)))
                    .doesNotContain(first)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void theConnectionsOfATrustEndWithTheRunAndTheSharedOnesStay() {
        try (TestRegistry secure =
                        TestRegistry.startTls(AUTHORITY.issue("127.0.0.1").server());
                TestRegistry plain = TestRegistry.start()) {
            var run = new Authenticators(transports, System::nanoTime);
            Authenticator own = run.of(AUTHORITY.trust());
            Authenticator shared = run.of(Trust.SYSTEM);
            assertThat(status(own, secure)).isEqualTo(200);

            run.close();

            assertThatThrownBy(() -> status(own, secure)).isInstanceOf(IllegalStateException.class);
            assertThat(status(shared, plain)).isEqualTo(200);
            assertThatThrownBy(() -> run.of(AUTHORITY.trust())).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void whatOneRunWasGrantedIsAskedForAnewByTheNext() {
        try (TestRegistry registry = TestRegistry.start().requireToken("me", "pass")) {
            for (int run = 1; run <= 2; run++) {
                try (var authenticators = new Authenticators(transports, System::nanoTime)) {
                    var access = new Access(
                            Origin.of(URI.create(registry.url())),
                            new Credential.Basic("me", "pass"),
                            List.of(new Scope("repository:app:pull")));
                    Request request = Request.of(Method.GET, URI.create(registry.url() + "/v2/app/tags/list"));
                    authenticators.of(Trust.SYSTEM).send(request, access).discard();
                    authenticators.of(Trust.SYSTEM).send(request, access).discard();
                }
                assertThat(registry.count(RequestKind.TOKEN)).isEqualTo(run);
            }
        }
    }

    private static int status(Authenticator authenticator, TestRegistry registry) {
        URI address = URI.create(registry.url() + "/v2/");
        Access access = new Access(Origin.of(address), Credential.ANONYMOUS, List.of());
        try (var response = authenticator.send(Request.of(Method.GET, address), access)) {
            return response.status();
        }
    }
}
