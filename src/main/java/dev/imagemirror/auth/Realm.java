package dev.imagemirror.auth;

import dev.imagemirror.http.Domains;
import dev.imagemirror.http.Origin;
import dev.imagemirror.http.Redaction;
import dev.imagemirror.http.ServerUrl;
import dev.imagemirror.http.TransportException;
import java.net.URI;

/// Where tokens are asked for, and in whose name. A registry names the place itself, so it is checked before any
/// credential goes there (CVE-2026-33540 and its like): never from https to http, no user information, and only the
/// registry's own host or another host of the same registrable domain. Docker Hub's `auth.docker.io` is one of those.
///
/// @param service may be empty
record Realm(URI uri, String service) {
    /// @param asked the address whose answer held the challenge; a relative realm is resolved against it
    static Realm of(Challenge challenge, URI asked) {
        Origin registry = Origin.of(asked);
        URI uri = resolve(challenge.parameter("realm"), asked);
        if (!Domains.share(registry.host(), Origin.of(uri).host())) {
            throw new AuthException(
                    AuthFault.REALM_REFUSED,
                    "%s sends token requests to %s, a foreign host that gets no credential"
                            .formatted(
                                    registry.authority(),
                                    Redaction.clean(Origin.of(uri).authority())));
        }
        return new Realm(uri, challenge.parameter("service"));
    }

    private static URI resolve(String text, URI asked) {
        try {
            return ServerUrl.resolve(asked, text, "the token realm");
        } catch (TransportException e) {
            throw new AuthException(AuthFault.REALM_REFUSED, e.getMessage());
        }
    }
}
