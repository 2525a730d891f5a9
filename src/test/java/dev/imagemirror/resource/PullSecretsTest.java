package dev.imagemirror.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.imagemirror.auth.Credential;
import dev.imagemirror.auth.CredentialException;
import dev.imagemirror.auth.Credentials;
import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.oci.Repository;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which of several credentials are tried, and in which order.
class PullSecretsTest {
    private static final Repository APP = Repository.parse("quay.io/team/app");

    private final RecordingSurroundings around = new RecordingSurroundings();

    @Test
    void theEntryForTheHostComesFirstThenEachPullSecretByItsPaths() {
        basicAuth("own", "own");
        config("one", "quay.io", "host1", "quay.io/team", "team1", "quay.io/team-evil", "evil", "other.io", "other");
        config("two", "*.io", "star2", "quay.io/team/app", "app2");

        connections("own", "one", "two").source(APP);
        connections(null, "two", "one").target(APP);

        assertThat(names(0)).containsExactly("own", "team1", "host1", "app2", "star2");
        assertThat(names(1)).containsExactly("app2", "star2", "team1", "host1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker.io", "index.docker.io", "registry-1.docker.io", "https://index.docker.io/v1/"})
    void dockerHubsManyNamesAreOne(String key) {
        config("hub", key, "hub");

        connections(null, "hub").source(Repository.parse("docker.io/library/alpine"));

        assertThat(names(0)).containsExactly("hub");
    }

    @Test
    void theLegacyTypeIsReadToo() {
        secret("old", "kubernetes.io/dockercfg", ".dockercfg", "{\"https://quay.io/v1/\":{\"auth\":\"b2xkOng=\"}}");

        connections(null, "old").source(APP);

        assertThat(names(0)).containsExactly("old");
    }

    @Test
    void aPullSecretThatCannotBeUsedMattersWhereNothingElseIsFound() {
        basicAuth("own", "own");
        config("good", "quay.io", "good");

        connections("own", "missing").source(APP);
        connections(null, "missing", "good").source(APP);

        assertThat(names(0)).containsExactly("own");
        assertThat(names(1)).containsExactly("good");
        assertThat(failure("missing").kind()).isEqualTo(FailureKind.SECRET_MISSING);
        assertThat(failure("missing").detail())
                .contains("'missing'", "does not exist", "create it or correct imagePullSecrets");
        assertThat(failure("good", "missing").kind())
                .as("for a host that the good one does not name")
                .isEqualTo(FailureKind.SECRET_MISSING);
    }

    @Test
    void aPullSecretThatNamesNoHostIsRefused() {
        basicAuth("pair", "x");

        Failure failure = failure("pair");

        assertThat(failure.kind()).isEqualTo(FailureKind.SECRET_INVALID);
        assertThat(failure.detail()).contains("'pair'", "names its hosts", "kubernetes.io/dockerconfigjson");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"credsStore\": \"x\"", "\"credHelpers\": {\"quay.io\": \"../../bin/sh\"}"})
    void helpersThatASecretNamesAreNeverRun(String helper) {
        secret("helper", "kubernetes.io/dockerconfigjson", ".dockerconfigjson", "{%s}".formatted(helper));

        Failure failure = failure("helper");

        assertThat(failure.kind()).isEqualTo(FailureKind.SECRET_INVALID);
        assertThat(failure.detail())
                .contains("'helper'", "asks for a credential helper", "never run from a Secret")
                .doesNotContain("bin/sh");
    }

    @Test
    void whatTheSurroundingsKnowServesWhereNothingIsNamed() {
        around.fallback = Credentials.of(APP.registry(), new Credential.Basic("user", "x"));
        config("other", "other.io", "other");
        basicAuth("own", "own");

        connections(null, "other").source(APP);
        connections("own").source(APP);

        assertThat(names(0)).containsExactly("user");
        assertThat(names(1)).containsExactly("own");
    }

    @Test
    void aCredentialThatCannotBeHadIsAFailureWithItsCause() {
        around.fallback = repository -> {
            throw new CredentialException("the helper is broken; mend it");
        };

        Failure failure = failure();

        assertThat(failure.kind()).isEqualTo(FailureKind.SECRET_INVALID);
        assertThat(failure.detail()).isEqualTo("the helper is broken; mend it");
    }

    private Failure failure(String... pullSecrets) {
        Repository unnamed = Repository.parse("unnamed.test/app");
        MirrorConnections connections = connections(null, pullSecrets);
        return catchThrowableOfType(ContentException.class, () -> connections.source(unnamed))
                .failure();
    }

    private List<String> names(int call) {
        return around.credentials(call).stream()
                .map(credential -> ((Credential.Basic) credential).username())
                .toList();
    }

    private MirrorConnections connections(@Nullable String own, String... pullSecrets) {
        var door = new MirrorAccess.Door(own, null, false);
        return new MirrorConnections(
                new MirrorAccess(
                        Map.of(APP.registry(), door), new MirrorAccess.Door(null, null, false), List.of(pullSecrets)),
                around);
    }

    private void basicAuth(String name, String user) {
        around.put(
                name,
                new SecretContent(
                        "kubernetes.io/basic-auth",
                        Map.of("username", user.getBytes(StandardCharsets.UTF_8), "password", new byte[] {'x'})));
    }

    /// @param entries key and user name in turn
    private void config(String name, String... entries) {
        var auths = new StringBuilder();
        for (int i = 0; i < entries.length; i += 2) {
            auths.append(i == 0 ? "" : ",")
                    .append("\"%s\":{\"username\":\"%s\",\"password\":\"x\"}".formatted(entries[i], entries[i + 1]));
        }
        secret(name, "kubernetes.io/dockerconfigjson", ".dockerconfigjson", "{\"auths\":{%s}}".formatted(auths));
    }

    private void secret(String name, String type, String key, String value) {
        around.put(name, new SecretContent(type, Map.of(key, value.getBytes(StandardCharsets.UTF_8))));
    }
}
