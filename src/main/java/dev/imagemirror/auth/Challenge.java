package dev.imagemirror.auth;

import dev.imagemirror.http.DigestSession;
import dev.imagemirror.http.Response;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One challenge of a `WWW-Authenticate` header (RFC 9110, section 11.6.1).
///
/// @param scheme in lower case
/// @param parameters by their names in lower case
public record Challenge(String scheme, Map<String, String> parameters) {
    public Challenge {
        parameters = Map.copyOf(parameters);
    }

    /// Reads all challenges of all lines. What is broken is left out; what follows it is still read.
    public static List<Challenge> parse(List<String> lines) {
        return lines.stream()
                .flatMap(line -> new ChallengeReader(line).read().stream())
                .toList();
    }

    /// The best of the challenges that can be answered: Bearer before Digest before Basic, and of several Digests the
    /// one with the best algorithm.
    static Optional<Challenge> choose(List<Challenge> challenges) {
        return challenges.stream()
                .filter(Challenge::isUsableBearer)
                .findFirst()
                .or(() -> challenges.stream()
                        .filter(Challenge::isDigest)
                        .max(Comparator.comparingInt(challenge -> DigestSession.strength(challenge.parameters()))))
                .or(() -> challenges.stream().filter(Challenge::isBasic).findFirst());
    }

    boolean isBearer() {
        return scheme.equals("bearer");
    }

    /// Whether it is Digest as this program can answer it.
    boolean isDigest() {
        return scheme.equals("digest") && DigestSession.strength(parameters) > 0;
    }

    /// Whether a refusal is for the nonce of a Digest only, and not for the password (RFC 7616, section 3.3).
    static boolean isStale(Response refusal) {
        return choose(parse(refusal.headers().all("WWW-Authenticate")))
                .filter(Challenge::isStale)
                .isPresent();
    }

    boolean isStale() {
        return isDigest() && parameter("stale").equalsIgnoreCase("true");
    }

    boolean isBasic() {
        return scheme.equals("basic");
    }

    /// A parameter, "" when it is missing.
    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    private boolean isUsableBearer() {
        return isBearer() && !parameter("realm").isBlank();
    }
}
