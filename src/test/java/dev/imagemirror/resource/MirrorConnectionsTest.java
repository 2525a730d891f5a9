package dev.imagemirror.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.imagemirror.auth.Credential;
import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Registry;
import dev.imagemirror.oci.Repository;
import java.nio.charset.StandardCharsets;
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

    private final RecordingSurroundings around = new RecordingSurroundings();

    @Test
    void eachSideUsesItsOwnSecret() {
        around.put("push", basicAuth("pusher"));
        around.put("pull", basicAuth("puller"));
        MirrorConnections connections = connections("pull", "push", false);

        connections.source(SOURCE);
        connections.target(TARGET);
        connections.source(TARGET);

        assertThat(around.credentials(0)).containsExactly(new Credential.Basic("puller", PASSWORD));
        assertThat(around.credentials(1)).containsExactly(new Credential.Basic("pusher", PASSWORD));
        assertThat(around.credentials(2))
                .as("the target's credential is not for sources, not even there")
                .isEmpty();
    }

    @Test
    void aCredentialIsForItsHostOnly() {
        around.put("pull", basicAuth("puller"));
        connections("pull", null, false).target(TARGET);
        assertThat(around.ways)
                .singleElement()
                .satisfies(way -> assertThat(way.credentials()).isEmpty());
        assertThat(basicAuth("puller").credentials(SOURCE.registry()).find(TARGET))
                .isEmpty();
    }

    @Test
    void eachSecretIsReadOnce() {
        around.put("pull", basicAuth("puller"));
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
        assertThat(failure.detail()).contains("'push'", "does not exist", "create it or correct secretRef");
    }

    @Test
    void aMissingSecretWithCertificatesIsNamedWithItsField() {
        MirrorConnections connections =
                connections(new MirrorAccess.Door(null, "certificates", false), MirrorAccess.Door.ANONYMOUS);

        Failure failure = failure(() -> connections.source(SOURCE));

        assertThat(failure.kind()).isEqualTo(FailureKind.SECRET_MISSING);
        assertThat(failure.side()).isEqualTo(Side.SOURCE);
        assertThat(failure.detail()).contains("'certificates'", "does not exist", "create it or correct certSecretRef");
    }

    @Test
    void aSecretThatMayNotBeReadIsAMatterForTheAdministrator() {
        around.secrets.put("push", new SecretLookup.Forbidden("the operator may not read it; let it"));

        Failure failure = failure(() -> connections(null, "push", false).target(TARGET));

        assertThat(failure.kind()).isEqualTo(FailureKind.POLICY_DENIED);
        assertThat(failure.detail()).isEqualTo("the Secret 'push': the operator may not read it; let it");
    }

    @Test
    void aMalformedSecretIsAFailureThatShowsNoValue() {
        around.put("pull", secret("kubernetes.io/dockerconfigjson", ".dockerconfigjson", "{" + PASSWORD));

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

        around.allowsPlainHttp = true;
        connections(null, null, true).target(TARGET);
        assertThat(around.ways)
                .singleElement()
                .satisfies(way -> assertThat(way.plainHttp()).isTrue());
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
        return connections(new MirrorAccess.Door(pull, null, false), new MirrorAccess.Door(push, null, plain));
    }

    private MirrorConnections connections(MirrorAccess.Door source, MirrorAccess.Door target) {
        return new MirrorConnections(new MirrorAccess(Map.of(SOURCE.registry(), source), target, List.of()), around);
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
}
