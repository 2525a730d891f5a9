package dev.imagemirror.auth;

import dev.imagemirror.http.DigestSession;
import dev.imagemirror.http.Method;
import dev.imagemirror.http.Redirects;
import dev.imagemirror.http.Request;
import dev.imagemirror.http.Response;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Shows user names and passwords, by Basic (RFC 7617) or Digest (RFC 7616), but none to a repository before the
/// registry's `/v2/` has accepted it: only there a 401 means the pair, and not the repository. Safe for use by many
/// threads.
final class PairLogin {
    private final Redirects redirects;
    private final Standings standings;
    private final Map<Standings.Holder, DigestSession> sessions = new ConcurrentHashMap<>();

    PairLogin(Redirects redirects, Standings standings) {
        this.redirects = redirects;
        this.standings = standings;
    }

    /// The header for a request, of a pair that was accepted. Empty when there is nothing that could be shown yet: no
    /// pair, or no nonce to answer.
    ///
    /// @throws AuthException when the pair is refused
    Optional<String> show(Demand.Pair demand, Request request, Access access) {
        if (canShow(demand, access) && !standing(access).isAccepted()) {
            standing(access).show(() -> check(demand, access));
        }
        return header(demand, request, access);
    }

    /// Takes up a new nonce, where the challenge holds one.
    void learn(Demand.Pair demand, Access access, Challenge challenge) {
        if (demand instanceof Demand.Digest
                && access.credential() instanceof Credential.Basic(var name, var password)) {
            sessions.put(holder(access), new DigestSession(challenge.parameters(), name, password));
        }
    }

    /// Finds out what a refusal means.
    ///
    /// @param shown whether a pair was refused, or that there was none
    /// @throws AuthException when there is no pair, or it is no longer good
    void question(Demand.Pair demand, Access access, Challenge challenge, boolean shown) {
        if (!canShow(demand, access)) {
            throw new AuthException(
                    AuthFault.REFUSED,
                    access.registry().authority() + " wants a user name and a password, and there is none");
        }
        if (shown && !challenge.isStale()) {
            // Accepted on /v2/ some time ago: it is either no longer good, or not for this repository.
            standing(access).show(() -> check(demand, access));
        }
    }

    void forget(Credential credential) {
        sessions.keySet().removeIf(holder -> holder.credential().equals(credential));
    }

    private Access check(Demand.Pair demand, Access access) {
        Request base = Request.of(Method.GET, URI.create(access.registry() + "/v2/"));
        try (Response response = redirects.follow(header(demand, base, access)
                .map(value -> base.with("Authorization", value))
                .orElse(base))) {
            response.discard();
            if (response.status() == 401 && !Challenge.isStale(response)) {
                throw new AuthException(
                        AuthFault.REFUSED,
                        access.registry().authority() + " refused the credential",
                        401,
                        response.headers());
            }
            return access;
        }
    }

    private boolean canShow(Demand.Pair demand, Access access) {
        return switch (demand) {
            case Demand.Basic basic -> Authorization.basic(access.credential()).isPresent();
            case Demand.Digest digest -> sessions.containsKey(holder(access));
        };
    }

    private Optional<String> header(Demand.Pair demand, Request request, Access access) {
        return switch (demand) {
            case Demand.Basic basic -> Authorization.basic(access.credential());
            case Demand.Digest digest ->
                Optional.ofNullable(sessions.get(holder(access)))
                        .map(session -> session.answer(request.method(), request.uri()));
        };
    }

    private Standing standing(Access access) {
        return standings.of(access.registry(), access.credential());
    }

    private static Standings.Holder holder(Access access) {
        return new Standings.Holder(access.registry(), access.credential());
    }
}
