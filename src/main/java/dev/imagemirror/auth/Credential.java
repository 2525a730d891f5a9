package dev.imagemirror.auth;

import dev.imagemirror.oci.MalformedException;
import java.util.Optional;

/// What is shown to a registry. No text form holds a secret.
public sealed interface Credential {
    Credential ANONYMOUS = new Anonymous();

    /// What docker's configuration and its helpers mean by a user name and a password: an identity token where the
    /// name says so; empty when there is neither.
    ///
    /// @throws MalformedException when one cannot be sent
    static Optional<Credential> ofPair(String username, String password) {
        if (username.isEmpty() && password.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                username.equals(Authorization.TOKEN_USER)
                        ? new IdentityToken(password)
                        : new Basic(username, password));
    }

    /// None: tokens are asked for without a name.
    record Anonymous() implements Credential {}

    /// A user name and a password, for Basic or for a token.
    record Basic(String username, String password) implements Credential {
        public Basic {
            check("user name", username);
            check("password", password);
            if (username.isEmpty() || username.indexOf(':') >= 0) {
                throw new MalformedException("the user name is empty or has a colon");
            }
        }

        @Override
        public String toString() {
            return "Basic[…]";
        }
    }

    /// A long-lived token that is exchanged for access tokens (`identitytoken` of docker's configuration).
    record IdentityToken(String token) implements Credential {
        public IdentityToken {
            check("identity token", token);
        }

        @Override
        public String toString() {
            return "IdentityToken[…]";
        }
    }

    /// A token that is shown as it is (`registrytoken` of docker's configuration).
    record RegistryToken(String token) implements Credential {
        public RegistryToken {
            check("registry token", token);
        }

        @Override
        public String toString() {
            return "RegistryToken[…]";
        }
    }

    private static void check(String what, String secret) {
        if (secret.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
            throw new MalformedException("the %s has a line break or NUL".formatted(what));
        }
    }
}
