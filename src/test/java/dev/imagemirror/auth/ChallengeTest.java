package dev.imagemirror.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeTest {
    @Test
    void readsParametersInAnyOrderQuotedOrNot() {
        List<Challenge> found = Challenge.parse(
                List.of("BEARER Scope=\"repository:a/b:pull,push\" , service=reg ,REALM=\"https://a/\\\"t\\\"\""));

        assertThat(found)
                .containsExactly(new Challenge(
                        "bearer",
                        Map.of("scope", "repository:a/b:pull,push", "service", "reg", "realm", "https://a/\"t\"")));
    }

    @Test
    void readsSeveralChallengesOfOneLineAndOfSeveral() {
        List<Challenge> found = Challenge.parse(List.of(
                "Negotiate, Digest realm=\"x\", nonce=\"a,b\", Basic realm=\"y\"", "Bearer realm=\"https://z\""));

        assertThat(found).extracting(Challenge::scheme).containsExactly("negotiate", "digest", "basic", "bearer");
        assertThat(found.get(1).parameters()).isEqualTo(Map.of("realm", "x", "nonce", "a,b"));
    }

    @ParameterizedTest
    @CsvSource({
        "'Basic realm=\"a\", Bearer realm=\"https://t\"', bearer",
        "'Negotiate abc==, Basic realm=\"a\"', basic",
        "'Bearer, Basic realm=\"a\"', basic",
        "'Bearer realm=\"\" , Basic', basic",
        "'=,,;= Basic realm=\"a', basic",
        "'Digest realm=\"a\"', none",
        "'Basic realm=x, Digest realm=x, nonce=a, Bearer realm=\"https://t\"', bearer",
        "'Basic realm=x, Digest nonce=a, realm=x', digest",
        "'Digest nonce=a, realm=x, algorithm=MD5-sess, qop=\"auth-int, AUTH\", Basic realm=x', digest",
        "'Digest nonce=a, realm=x, algorithm=SHA-512-256, Basic', digest",
        "'Digest nonce=a, realm=x, algorithm=SHA3, Basic', basic",
        "'Digest nonce=a, realm=x, qop=auth-int, Basic realm=x', basic",
        "'Digest realm=x, Basic realm=x', basic",
        "'', none"
    })
    void choosesWhatCanBeAnswered(String line, String scheme) {
        assertThat(Challenge.choose(Challenge.parse(List.of(line)))
                        .map(Challenge::scheme)
                        .orElse("none"))
                .isEqualTo(scheme);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Digest realm=x, nonce=a, Digest realm=x, nonce=b, algorithm=SHA-256",
                "Digest realm=x, nonce=b, algorithm=sha-256, Digest realm=x, nonce=a, algorithm=MD5",
                "Digest realm=x, nonce=a, algorithm=SHA-256, Digest realm=x, nonce=b, algorithm=SHA-512-256"
            })
    void choosesTheBestAlgorithm(String line) {
        assertThat(Challenge.choose(Challenge.parse(List.of(line))).map(challenge -> challenge.parameter("nonce")))
                .contains("b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "\\", "=", ",", "a=\"\\", "\"\\\" "})
    void readsAnythingInLinearTime(String piece) {
        String hostile = piece.repeat(10_000_000 / piece.length());

        assertThat(Challenge.parse(List.of(hostile)).size()).isLessThan(10_000);
    }
}
