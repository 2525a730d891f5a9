package dev.imagemirror.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Repository;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerConfigTest {
    @ParameterizedTest
    @CsvSource({
        "quay.io, quay.io/a/b, true",
        "https://quay.io/v2/, quay.io/a/b, true",
        "HTTPS://QUAY.IO, quay.io/a/b, true",
        "quay.io, quay.io:443/a, false",
        "quay.io:5000, quay.io:5000/a, true",
        "https://index.docker.io/v1/, docker.io/library/nginx, true",
        "registry-1.docker.io, docker.io/library/nginx, true",
        "docker.io, docker.io/library/nginx, true",
        "https://index.docker.io/v1/access-token, docker.io/library/nginx, false",
        "quay.io/team, quay.io/team/app, true",
        "quay.io/team, quay.io/team, true",
        "quay.io/team, quay.io/team-evil/app, false",
        "quay.io/team/app, quay.io/team, false",
        "*.example.com, a.example.com/x, true",
        "*.example.com, a.b.example.com/x, false",
        "*.example.com, example.com/x, false",
        "reg?.example.com, reg1.example.com/x, true",
        "*.example.com, a.example.com:5000/x, false",
        "*.example.com:5000, a.example.com:5000/x, true",
        "a.example.com:*, a.example.com:5000/x, false",
        "*, localhost/x, true",
        "*.*, example.com/x, true",
        "reg[0-3].example.com, reg2.example.com/x, true",
        "reg[0-3].example.com, reg4.example.com/x, false",
        "reg[^0-3].example.com, reg4.example.com/x, true",
        "reg[.]example.com, reg.example.com/x, false",
        "reg[.example.com, reg.example.com/x, false",
        "reg[b&&a].example.com, rega.example.com/x, false",
        "reg[z-a].example.com, regb.example.com/x, false",
        "[::1]:5000, [::1]:5000/x, true",
        "quay.io/*, quay.io/team, false"
    })
    void matchesKeys(String key, String repository, boolean expected) {
        List<Credential> found = config(key, pair("u", "p")).find(Repository.parse(repository));

        assertThat(found.equals(List.of(new Credential.Basic("u", "p")))).isEqualTo(expected);
    }

    @Test
    void theMostSpecificKeyWins() {
        DockerConfig config = parse("""
                {"auths": {
                  "*.test": {"auth": "%s"}, "a.test": {"auth": "%s"},
                  "a.test/x/y": {"auth": "%s"}, "a.test/x": {"auth": "%s"}}}
                """.formatted(pair("star", ""), pair("host", ""), pair("xy", ""), pair("x", "")));

        assertThat(user(config, "a.test/x/y/z")).isEqualTo("xy");
        assertThat(config.find(Repository.parse("a.test/x/y/z")))
                .as("the others follow, for when it is refused")
                .extracting(credential -> ((Credential.Basic) credential).username())
                .containsExactly("xy", "x", "host", "star");
        assertThat(user(config, "a.test/x/z")).isEqualTo("x");
        assertThat(user(config, "a.test/z")).isEqualTo("host");
        assertThat(user(config, "b.test/z")).isEqualTo("star");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"auth\":\"dTpwOnc=\"', u, p:w",
        "'\"auth\":\"dTpw\"', u, p",
        "'\"auth\":\"dTpwOnc\"', u, p:w",
        "'\"auth\":\"dTpwAAAA\"', u, p",
        "'\"username\":\"u\",\"password\":\"p\",\"email\":\"e\"', u, p"
    })
    void readsPairs(String fields, String username, String password) {
        assertThat(entry(fields)).isEqualTo(new Credential.Basic(username, password));
    }

    @Test
    void readsTokens() {
        assertThat(entry("\"auth\":\"dTpw\",\"identitytoken\":\"i\"")).isEqualTo(new Credential.IdentityToken("i"));
        assertThat(entry("\"registrytoken\":\"r\"")).isEqualTo(new Credential.RegistryToken("r"));
        assertThat(entry("\"username\":\"<token>\",\"password\":\"i\"")).isEqualTo(new Credential.IdentityToken("i"));
    }

    @Test
    void anEntryWithoutCredentialIsNone() {
        assertThat(parse("{\"auths\":{\"a.test\":{}}}").find(Repository.parse("a.test/x")))
                .isEmpty();
        assertThat(parse("{\"currentContext\":\"default\",\"psFormat\":\"x\"}").find(Repository.parse("a.test/x")))
                .isEmpty();
        assertThat(parse("{}").find(Repository.parse("a.test/x"))).isEmpty();
        assertThat(parse("{\"auths\":null}").find(Repository.parse("a.test/x"))).isEmpty();
    }

    @Test
    void readsTheLegacyForm() {
        byte[] document = "{\"https://a.test/v1/\":{\"auth\":\"dTpw\"}}".getBytes(StandardCharsets.UTF_8);

        assertThat(user(DockerConfig.parseLegacy(document), "a.test/x")).isEqualTo("u");
    }

    @Test
    void helpersAreReportedAndNotRun() {
        DockerConfig config = parse("{\"credsStore\":\"desktop\",\"credHelpers\":{\"quay.io\":\"evil\"},\"auths\":{}}");

        assertThat(config.unsupported()).containsExactly("credHelpers[\"quay.io\"]", "credsStore");
        assertThat(config.helper(Repository.parse("quay.io/x"))).contains("evil");
        assertThat(config.helper(Repository.parse("a.test/x"))).contains("desktop");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret",
                "[\"secret\"]",
                "{\"auths\": \"secret\"}",
                "{\"auths\": [\"secret\"]}",
                "{\"auths\": {\"a.test\": \"secret\"}}",
                "{\"credHelpers\": \"secret\"}",
                "{\"credHelpers\": {\"a.test\": [\"secret\"]}}",
                "{\"credsStore\": [\"secret\"]}",
                "{\"auths\": {\"a.test\": {\"auth\": \"secret!\"}}}",
                "{\"auths\": {\"a.test\": {\"auth\": \"c2VjcmV0\"}}}",
                "{\"auths\": {\"a.test\": {\"auth\": {\"secret\": 1}}}}",
                "{\"auths\": {\"a.test\": {\"username\": \"u\", \"password\": \"secret\\n\"}}}",
                "{\"auths\": {\"a.test\": {\"auth\": \"secret",
            })
    void aBrokenOneNamesThePlaceAndNoSecret(String document) {
        assertThatThrownBy(() -> parse(document))
                .isInstanceOf(MalformedException.class)
                .hasNoCause()
                .message()
                .doesNotContain("secret", "c2VjcmV0");
    }

    @Test
    void theMessageNamesTheKey() {
        assertThatThrownBy(() -> parse("{\"auths\": {\"quay.io\": {\"auth\": \"!\"}}}"))
                .hasMessage("auths[\"quay.io\"].auth is not valid base64");
    }

    @Test
    void noTextFormHoldsASecret() {
        assertThat(new Credential.Basic("u", "secret") + " " + new Credential.IdentityToken("secret") + " "
                        + new Credential.RegistryToken("secret") + " " + config("a.test", pair("u", "secret")))
                .doesNotContain("secret");
    }

    private static Credential entry(String fields) {
        return parse("{\"auths\":{\"a.test\":{%s}}}".formatted(fields))
                .find(Repository.parse("a.test/x"))
                .getFirst();
    }

    private static String user(DockerConfig config, String repository) {
        return ((Credential.Basic) config.find(Repository.parse(repository)).getFirst()).username();
    }

    private static DockerConfig config(String key, String auth) {
        return parse("{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(key, auth));
    }

    private static String pair(String username, String password) {
        return Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static DockerConfig parse(String document) {
        return DockerConfig.parse(document.getBytes(StandardCharsets.UTF_8));
    }
}
