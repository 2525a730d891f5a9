package dev.imagemirror.operator;

import dev.imagemirror.api.ConditionType;
import dev.imagemirror.api.Reason;
import java.util.Optional;

/// A mirror of which one end is broken, and what it is to say of that.
///
/// @param source the host of the second source; the first is healthy
/// @param target the host of the target
/// @param sourceSecret the Secret for the source; empty: none
/// @param targetSecret the Secret for the target; empty: none
/// @param retried whether a retry comes soon; otherwise the interval counts
/// @param words what Ready's message must say besides repository and host
record FailureCase(
        String name,
        String source,
        String target,
        String sourceSecret,
        String targetSecret,
        Reason reason,
        Optional<ConditionType> condition,
        boolean retried,
        String words) {

    FailureCase from(String host, String secret) {
        return new FailureCase(name, host, target, secret, targetSecret, reason, condition, retried, words);
    }

    FailureCase to(String host, String secret) {
        return new FailureCase(name, source, host, sourceSecret, secret, reason, condition, retried, words);
    }

    FailureCase with(ConditionType type) {
        return new FailureCase(
                name, source, target, sourceSecret, targetSecret, reason, Optional.of(type), retried, words);
    }

    /// The YAML below `spec:`.
    ///
    /// @param healthy the host of the first source
    String spec(String healthy) {
        return """
                sources:
                  - repository: %1$s/fine
                  - repository: %2$s/app
                target:
                  registry: %3$s
                  prefix: /%4$s
                  plainHTTP: true
                  %5$s
                registries:
                  - host: %1$s
                    plainHTTP: true
                """.formatted(healthy, source, target, name, secretRef(targetSecret))
                + (source.equals(healthy)
                        ? ""
                        : """
                          - host: %s
                            plainHTTP: true
                            %s
                        """.formatted(source, secretRef(sourceSecret)).indent(0));
    }

    private static String secretRef(String name) {
        return name.isEmpty() ? "" : "secretRef: {name: %s}".formatted(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
