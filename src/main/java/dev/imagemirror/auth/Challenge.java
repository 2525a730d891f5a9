package dev.imagemirror.auth;

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

    /// The best of the challenges that can be answered: Bearer before Basic.
    static Optional<Challenge> choose(List<Challenge> challenges) {
        return challenges.stream()
                .filter(Challenge::isUsableBearer)
                .findFirst()
                .or(() -> challenges.stream().filter(Challenge::isBasic).findFirst());
    }

    boolean isBearer() {
        return scheme.equals("bearer");
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
