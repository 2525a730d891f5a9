package dev.imagemirror.auth;

import dev.imagemirror.http.Origin;
import java.util.List;

/// What a request may be authorised with. Only requests to `registry` itself are: addresses on other hosts that a
/// registry names get no credential.
///
/// @param credentials the next is tried when one is refused; none for anonymous requests
/// @param scopes what tokens are asked for, the one for writing first: some registries read no further
public record Access(Origin registry, List<Credential> credentials, List<Scope> scopes) {
    public Access {
        credentials = List.copyOf(credentials);
        scopes = List.copyOf(scopes);
    }

    public Access(Origin registry, Credential credential, List<Scope> scopes) {
        this(registry, List.of(credential), scopes);
    }

    /// The first credential.
    public Credential credential() {
        return credentials.isEmpty() ? Credential.ANONYMOUS : credentials.getFirst();
    }

    /// The same with other scopes.
    public Access asking(List<Scope> others) {
        return new Access(registry, credentials, others);
    }

    /// The same with the credentials after the first; there must be some.
    Access next() {
        return new Access(registry, credentials.subList(1, credentials.size()), scopes);
    }

    boolean hasNext() {
        return credentials.size() > 1;
    }
}
