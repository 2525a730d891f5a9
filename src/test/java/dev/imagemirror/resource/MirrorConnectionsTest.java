package dev.imagemirror.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.imagemirror.auth.Credential;
import dev.imagemirror.auth.Credentials;
import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Registry;
import dev.imagemirror.oci.Repository;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which credential goes where, and what a Secret may hold.
class MirrorConnectionsTest {
    private static final String PASSWORD = "correct-horse";
    private static final Repository SOURCE = Repository.parse("quay.io/app");
    private static final Repository TARGET = Repository.parse("to.example/app");

    private final Around around = new Around();

    @Test
    void eachSideUsesItsOwnSecret() {
        around.secrets.put("push", basicAuth("pusher"));
        around.secrets.put("pull", basicAuth("puller"));
        MirrorConnections connections = connections("pull", "push", false);

        connections.source(SOURCE);
        connections.target(TARGET);
        connections.source(TARGET);

        assertThat(around.credential(0)).isEqualTo(new Credential.Basic("puller", PASSWORD));
        assertThat(around.credential(1)).isEqualTo(new Credential.Basic("pusher", PASSWORD));
        assertThat(around.credential(2))
                .as("the target's credential is not for sources, not even there")
                .isEqualTo(Credential.ANONYMOUS);
    }

    @Test
    void aCredentialIsForItsHostOnly() {
        around.secrets.put("pull", basicAuth("puller"));
        connections("pull", null, false).target(TARGET);
        assertThat(around.credentials).containsExactly(List.of());
        assertThat(basicAuth("puller").credentials(SOURCE.registry()).find(TARGET))
                .isEmpty();
    }

    @Test
    void eachSecretIsReadOnce() {
        around.secrets.put("pull", basicAuth("puller"));
        MirrorConnections connections = connections("pull", null, false);
        connections.source(SOURCE);
        connections.source(Repository.parse("quay.io/other"));
        assertThat(around.asked).containsExactly("pull");
    }

    @Test
    void aMissingSecretIsAFailureOfThatSide() {
        Failure failure = failure(() -> connections(null, "push", false).target(TARGET));

        assertThat(failure.kind()).isEqualTo(FailureKind.SECRET_MISSING);
        assertThat(failure.side()).isEqualTo(Side.TARGET);
        assertThat(failure.detail()).contains("'push'", "does not exist", "create it");
    }

    @Test
    void aSecretThatMayNotBeReadIsAMatterForTheAdministrator() {
        around.lookups.put("push", new SecretLookup.Forbidden("the operator may not read it; let it"));

        Failure failure = failure(() -> connections(null, "push", false).target(TARGET));

        assertThat(failure.kind()).isEqualTo(FailureKind.POLICY_DENIED);
        assertThat(failure.detail()).isEqualTo("the Secret 'push': the operator may not read it; let it");
    }

    @Test
    void aMalformedSecretIsAFailureThatShowsNoValue() {
        around.secrets.put("pull", secret("kubernetes.io/dockerconfigjson", ".dockerconfigjson", "{" + PASSWORD));

        Failure failure = failure(() -> connections("pull", null, false).source(SOURCE));

        assertThat(failure.kind()).isEqualTo(FailureKind.SECRET_INVALID);
        assertThat(failure.side()).isEqualTo(Side.SOURCE);
        assertThat(failure.detail()).contains("'pull'", "not valid JSON").doesNotContain(PASSWORD);
    }

    @Test
    void plainHttpNeedsTheAdministrator() {
        Failure failure = failure(() -> connections(null, null, true).target(TARGET));
        assertThat(failure.kind()).isEqualTo(FailureKind.POLICY_DENIED);
        assertThat(failure.detail()).contains("plainHTTPHosts");

        around.allowed = true;
        connections(null, null, true).target(TARGET);
        assertThat(around.plain).containsExactly(true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Opaque|username|x|its type is Opaque",
                "kubernetes.io/basic-auth|username|x|the key password is missing",
                "kubernetes.io/basic-auth|password|x|the key username is missing",
                "kubernetes.io/dockerconfigjson|other|x|the key .dockerconfigjson is missing",
                "kubernetes.io/dockerconfigjson|.dockerconfigjson|[]|not a JSON object",
                "kubernetes.io/dockerconfigjson|.dockerconfigjson|{\"auths\":{\"a.io\":{\"auth\":\"%%\"}}}|auth is not valid base64",
                "kubernetes.io/dockerconfigjson|.dockerconfigjson|{\"auths\":{},\"credsStore\":\"x\"}|credential helper",
                "kubernetes.io/dockercfg|.dockercfg|7|not a JSON object",
            })
    void saysWhatIsWrongWithASecret(String type, String key, String value, String why) {
        assertThatThrownBy(() -> secret(type, key, value).credentials(Registry.parse("a.io")))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(why);
    }

    @Test
    void noTextFormShowsAValue() {
        SecretContent secret = basicAuth("puller");
        assertThat(secret.toString()).contains("username", "password").doesNotContain(PASSWORD, "puller");
        assertThatThrownBy(() -> secret("kubernetes.io/basic-auth", Map.of("username", "a:b", "password", PASSWORD))
                        .credentials(Registry.parse("a.io")))
                .message()
                .doesNotContain(PASSWORD);
    }

    private MirrorConnections connections(@Nullable String pull, @Nullable String push, boolean plain) {
        MirrorAccess access = new MirrorAccess(
                Map.of(SOURCE.registry(), new MirrorAccess.Door(pull, null, false)),
                new MirrorAccess.Door(push, null, plain),
                List.of());
        return new MirrorConnections(access, around);
    }

    private static Failure failure(ThrowingCallable call) {
        return catchThrowableOfType(ContentException.class, call).failure();
    }

    private static SecretContent basicAuth(String user) {
        return secret("kubernetes.io/basic-auth", Map.of("username", user, "password", PASSWORD));
    }

    private static SecretContent secret(String type, String key, String value) {
        return secret(type, Map.of(key, value));
    }

    private static SecretContent secret(String type, Map<String, String> data) {
        Map<String, byte[]> bytes = new HashMap<>();
        data.forEach((key, value) -> bytes.put(key, value.getBytes(StandardCharsets.UTF_8)));
        return new SecretContent(type, bytes);
    }

    /// Keeps what it is asked for.
    private static final class Around implements MirrorConnections.Surroundings {
        final Map<String, SecretContent> secrets = new HashMap<>();
        final List<String> asked = new ArrayList<>();
        final List<List<Credential>> credentials = new ArrayList<>();
        final List<Boolean> plain = new ArrayList<>();
        final Map<String, SecretLookup> lookups = new HashMap<>();
        Credentials fallback = Credentials.NONE;
        boolean allowed;

        Credential credential(int call) {
            return credentials.get(call).isEmpty()
                    ? Credential.ANONYMOUS
                    : credentials.get(call).getFirst();
        }

        @Override
        public SecretLookup secret(String name) {
            asked.add(name);
            return lookups.getOrDefault(
                    name,
                    secrets.containsKey(name) ? new SecretLookup.Found(secrets.get(name)) : new SecretLookup.Missing());
        }

        @Override
        public Credentials fallback() {
            return fallback;
        }

        @Override
        public boolean allowsPlainHttp(Registry registry) {
            return allowed;
        }

        @Override
        public boolean prefersPlainHttp(Registry registry) {
            return false;
        }

        @Override
        public ContentSource source(Repository repository, MirrorConnections.Way way) {
            credentials.add(way.credentials());
            plain.add(way.plainHttp());
            return new MemoryContent(Side.SOURCE, repository.toString());
        }

        @Override
        public ContentTarget target(Repository repository, MirrorConnections.Way way) {
            credentials.add(way.credentials());
            plain.add(way.plainHttp());
            return new MemoryContent(Side.TARGET, repository.toString());
        }
    }
}
