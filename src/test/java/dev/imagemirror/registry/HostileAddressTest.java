package dev.imagemirror.registry;

import static dev.imagemirror.registry.Harness.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.imagemirror.auth.Authenticator;
import dev.imagemirror.auth.Credential;
import dev.imagemirror.auth.Credentials;
import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.http.ApacheTransport;
import dev.imagemirror.http.NetworkPolicy;
import dev.imagemirror.http.TransportSettings;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestRegistry;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Hostile input (requirements, H): addresses that a user or a registry can name, of which none leads inside or takes a
/// credential along.
@Timeout(60)
class HostileAddressTest {
    private static final Credential CREDENTIAL = new Credential.Basic("user", "canary");

    @AutoClose
    private final Harness harness = new Harness();

    private final TestRegistry registry = harness.registry;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "[fd00:ec2::254]",
                "[::ffff:169.254.169.254]",
                "[64:ff9b::a9fe:a9fe]",
                "0x7f000001",
                "2130706433",
                "127.1",
                "0x7f.1",
                "999.1.1.1",
                "[::::]",
                "localhost.",
                "localhost:1"
            })
    void h1NoHostNameLeadsInside(String host) {
        try (var strict = new ApacheTransport(
                TransportSettings.of(NetworkPolicy.STRICT).within(Duration.ofSeconds(5), Duration.ofSeconds(5)))) {
            var client = new RegistryClient(
                    new Authenticator(strict, System::nanoTime),
                    Credentials.NONE,
                    RegistrySettings.of(name -> true, new Hosts()));

            Throwable refusal = catchThrowable(
                    () -> client.source(Repository.parse(host + "/app")).tags());

            switch (refusal) {
                case MalformedException noHost -> assertThat(noHost).hasMessageContaining("not a");
                case ContentException refused ->
                    assertThat(refused.failure().kind()).isIn(FailureKind.ADDRESS_REFUSED, FailureKind.UNREACHABLE);
                default -> throw new AssertionError(refusal);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data",
                "http://[fd00:ec2::254]/latest",
                "//169.254.169.254/latest",
                "file:///etc/passwd",
                "gopher://127.0.0.1/",
                "ftp://127.0.0.1/x",
                "http://user:canary@127.0.0.1/x"
            })
    void h3h4NoRedirectLeadsInside(String location) {
        try (TestRegistry outside = TestRegistry.start()) {
            Descriptor blob = registry.addBlob("app", Payload.generated(10));
            registry.fault(
                    RequestKind.BLOB_GET, 1, Fault.redirect(307, outside.url() + "/v2/x/blobs/" + blob.digest()));
            outside.faultAlways(RequestKind.BLOB_GET, Fault.redirect(302, location));

            refused(() -> harness.source("app").open(blob), FailureKind.ADDRESS_REFUSED, "");
        }
    }

    @Test
    void h4RedirectsEnd() {
        Descriptor blob = registry.addBlob("app", Payload.generated(10));
        registry.faultAlways(RequestKind.BLOB_GET, Fault.redirect(307, "/v2/app/blobs/" + blob.digest()));
        refused(() -> harness.source("app").open(blob), FailureKind.ADDRESS_REFUSED, "loop");

        registry.heal();
        IntStream.rangeClosed(1, 20)
                .forEach(i -> registry.fault(
                        RequestKind.BLOB_GET, i, Fault.redirect(307, "/v2/app/blobs/" + blob.digest() + "?" + i)));
        refused(() -> harness.source("app").open(blob), FailureKind.ADDRESS_REFUSED, "more than 10 redirects");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/token",
                "https://auth.example.com/token",
                "http://user@127.0.0.1/token",
                "http://127.0.0.1.evil.example/token",
                "null://127.0.0.1/token",
                "file:///token"
            })
    void h5NoRealmGetsTheCredential(String realm) {
        registry.faultAlways(RequestKind.TAGS, challenge("Bearer realm=\"" + realm + "\",service=\"x\""));

        refused(() -> harness.source("app", CREDENTIAL).tags(), FailureKind.ADDRESS_REFUSED, "");
        assertThat(registry.requests()).noneMatch(request -> request.headers().containsKey("authorization"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/upload",
                "http://user:canary@127.0.0.1/upload",
                "file:///tmp/x",
                "ftp://a/"
            })
    void h6NoUploadLeadsInside(String location) {
        Descriptor blob = registry.addBlob("from", Payload.generated(10));
        registry.faultAlways(
                RequestKind.UPLOAD_POST, new Fault.Answer(TestAnswer.of(202).with("Location", location)));

        refused(() -> harness.target("app").push(harness.source("from").open(blob)), FailureKind.ADDRESS_REFUSED, "");
    }

    @Test
    void h9StorageThatAsksForATokenGetsNone() {
        try (TestRegistry storage = TestRegistry.start().requireToken("user", "canary")) {
            Descriptor blob = registry.addBlob("app", Payload.generated(10));
            registry.requireToken("user", "canary");
            registry.fault(
                    RequestKind.BLOB_GET, 2, Fault.redirect(307, storage.url() + "/v2/x/blobs/" + blob.digest()));

            refused(() -> harness.source("app", CREDENTIAL).open(blob), FailureKind.DENIED, "");
            assertThat(storage.requests())
                    .noneMatch(request -> request.headers().containsKey("authorization"));
            assertThat(storage.count(RequestKind.TOKEN)).isZero();
        }
    }

    private static Fault challenge(String value) {
        return new Fault.Answer(TestAnswer.of(401).with("WWW-Authenticate", value));
    }
}
