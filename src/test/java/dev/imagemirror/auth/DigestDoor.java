package dev.imagemirror.auth;

import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server's side of Digest authentication for the user `me`, written from RFC 7616, section 3.4, alone: it shares no
/// code with the client.
final class DigestDoor {
    private final String algorithm;
    private final String password;
    private final List<Map<String, String>> answers = new CopyOnWriteArrayList<>();
    private volatile String nonce = "nonce-0";
    private volatile int usesOfNonce = Integer.MAX_VALUE;
    private int nonces;
    private int uses;

    DigestDoor(String algorithm, String password) {
        this.algorithm = algorithm;
        this.password = password;
    }

    /// The parameters of every answer that came.
    List<Map<String, String>> answers() {
        return answers;
    }

    /// From now on a nonce is good for so many requests.
    void limit(int usesOfEachNonce) {
        usesOfNonce = usesOfEachNonce;
    }

    synchronized void renewNonce() {
        nonce = "nonce-" + ++nonces;
        uses = 0;
    }

    /// The refusal that a request gets, or empty when it may pass.
    synchronized Optional<TestAnswer> refusal(TestRequest request) {
        String header = request.header("Authorization").orElse("");
        if (!header.startsWith("Digest ")) {
            return Optional.of(refused(""));
        }
        Map<String, String> answer = Challenge.parse(List.of(header)).getFirst().parameters();
        answers.add(answer);
        boolean right = request.target().equals(answer.get("uri"))
                && "me".equals(answer.get("username"))
                && response(answer, request.method(), password).equals(answer.get("response"));
        if (right && !nonce.equals(answer.get("nonce"))) {
            return Optional.of(refused(", stale=TRUE"));
        }
        if (!right || !"%08x".formatted(++uses).equals(answer.get("nc"))) {
            return Optional.of(refused(""));
        }
        if (uses >= usesOfNonce) {
            renewNonce();
        }
        return Optional.empty();
    }

    static String response(Map<String, String> answer, String method, String password) {
        String algorithm = answer.getOrDefault("algorithm", "MD5").toUpperCase(Locale.ROOT);
        String user = hash(algorithm, answer.get("username") + ":" + answer.get("realm") + ":" + password);
        String secret = algorithm.endsWith("-SESS")
                ? hash(algorithm, user + ":" + answer.get("nonce") + ":" + answer.get("cnonce"))
                : user;
        String what = hash(algorithm, method + ":" + answer.get("uri"));
        return answer.containsKey("qop")
                ? hash(
                        algorithm,
                        String.join(
                                ":",
                                secret,
                                answer.get("nonce"),
                                answer.get("nc"),
                                answer.get("cnonce"),
                                answer.get("qop"),
                                what))
                : hash(algorithm, secret + ":" + answer.get("nonce") + ":" + what);
    }

    private TestAnswer refused(String more) {
        return TestAnswer.of(401)
                .with(
                        "WWW-Authenticate",
                        "Digest realm=\"it\", qop=\"auth\", algorithm=%s, nonce=\"%s\"%s"
                                .formatted(algorithm, nonce, more));
    }

    private static String hash(String algorithm, String text) {
        String name = algorithm.replace("-SESS", "").replace("SHA-512-256", "SHA-512/256");
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(name).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
