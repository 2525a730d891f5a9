package dev.imagemirror.auth;

import dev.imagemirror.http.Origin;
import java.util.List;

/// What a request may be authorised with. Only requests to `registry` itself are: addresses on other hosts that a
/// registry names get no credential.
///
/// @param scopes what tokens are asked for, the one for writing first: some registries read no further
public record Access(Origin registry, Credential credential, List<Scope> scopes) {
    public Access {
        scopes = List.copyOf(scopes);
    }
}
