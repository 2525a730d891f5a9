package dev.imagemirror.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.fuzz.Fuzz;
import dev.imagemirror.http.Origin;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Repository;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuthFuzzTest {
    /// Stands for the password in the seeds.
    private static final String CANARY = "canary";

    private static final URI ASKED = URI.create("https://registry.company.io:5000/v2/app/tags/list");
    private static final List<Repository> REPOSITORIES = List.of(
            Repository.parse("quay.io/team/app"),
            Repository.parse("docker.io/library/app"),
            Repository.parse("registry.company.io:5000/app"));

    /// Never refused, never more than was sent.
    @Test
    void challenge() {
        Fuzz.header("challenge", line -> {
            List<Challenge> challenges = Challenge.parse(List.of(line, line));
            assertThat(challenges.stream().mapToInt(AuthFuzzTest::length).sum()).isLessThanOrEqualTo(2 * line.length());
            Challenge.choose(challenges);
        });
    }

    /// A credential goes to the registry's own domain, by https.
    @Test
    void realm() {
        Fuzz.header(
                "realm",
                text -> Fuzz.parsed(
                                AuthException.class,
                                () -> Realm.of(new Challenge("bearer", Map.of("realm", text)), ASKED))
                        .ifPresent(realm -> {
                            assertThat(realm.uri()).hasNoUserInfo();
                            assertThat(Origin.of(realm.uri()).isSecure()).isTrue();
                            assertThat(Origin.of(realm.uri()).host()).matches("(.+\\.)?company\\.io");
                        }));
    }

    /// A message may show keys, in quotes, and no value.
    @Test
    void dockerConfig() {
        Fuzz.bytes(
                "docker-config",
                input -> Fuzz.parsed(MalformedException.class, () -> read(input))
                        .ifPresent(config -> {
                            REPOSITORIES.forEach(config::find);
                            assertThat(config.toString()).doesNotContain(CANARY);
                            config.unsupported().forEach(Fuzz::fit);
                        }));
    }

    private static DockerConfig read(byte[] input) {
        try {
            return DockerConfig.parse(input);
        } catch (MalformedException e) {
            assertThat(String.valueOf(e.getMessage()).replaceAll("\".*\"", "")).doesNotContain(CANARY, encoded());
            throw e;
        }
    }

    private static String encoded() {
        return Base64.getEncoder().withoutPadding().encodeToString(CANARY.getBytes(StandardCharsets.UTF_8));
    }

    private static int length(Challenge challenge) {
        return challenge.scheme().length()
                + challenge.parameters().entrySet().stream()
                        .mapToInt(entry ->
                                entry.getKey().length() + entry.getValue().length())
                        .sum();
    }
}
