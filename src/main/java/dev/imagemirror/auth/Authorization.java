package dev.imagemirror.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Values of the `Authorization` header.
final class Authorization {
    /// The user name that stands for an identity token wherever a pair is needed; docker's own convention.
    static final String TOKEN_USER = "<token>";

    private Authorization() {}

    /// The Basic form (RFC 7617), empty for what has none: an empty pair is never sent.
    static Optional<String> basic(Credential credential) {
        return switch (credential) {
            case Credential.Basic(String username, String password) -> Optional.of(pair(username, password));
            case Credential.IdentityToken(String token) -> Optional.of(pair(TOKEN_USER, token));
            case Credential.Anonymous anonymous -> Optional.empty();
            case Credential.RegistryToken token -> Optional.empty();
        };
    }

    static String bearer(String token) {
        return "Bearer " + token;
    }

    private static String pair(String username, String password) {
        byte[] bytes = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(bytes);
    }
}
