package dev.imagemirror.auth;

import dev.imagemirror.http.Method;
import dev.imagemirror.http.Origin;
import dev.imagemirror.http.Redirects;
import dev.imagemirror.http.Request;
import dev.imagemirror.http.Response;
import dev.imagemirror.http.Transport;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Sends requests and answers the challenges of registries. What a registry wants is learnt from its first 401 and
/// used at once from then on. Lives as long as the program: it remembers tokens and refused credentials, each for the
/// credential it belongs to and no other. Safe for use by many threads.
public final class Authenticator {
    /// Bytes of a refusal that are kept, to tell what it says.
    private static final int MAX_REFUSAL = 64 * 1024;

    private final Redirects redirects;
    private final TokenEndpoint endpoint;
    private final TokenCache tokens;
    private final Standings standings;
    private final PairLogin pairs;
    private final Map<Origin, Demand> demands = new ConcurrentHashMap<>();

    /// @param nanoTime a monotonic clock, `System::nanoTime` outside of tests
    public Authenticator(Transport transport, LongSupplier nanoTime) {
        this.redirects = new Redirects(transport);
        this.endpoint = new TokenEndpoint(transport, nanoTime);
        this.tokens = new TokenCache(nanoTime);
        this.standings = new Standings(nanoTime);
        this.pairs = new PairLogin(redirects, standings);
    }

    /// Sends a request, authorised as the registry wants it; redirects of reads are followed. After a 401 the request
    /// is authorised anew and sent once more, unless its body is a stream. A 401 that is returned therefore means
    /// that the credential is good, but not for this. Of several credentials the next is tried when the registry
    /// refuses one, and only then: a registry that does not let an accepted one do this has answered the question.
    ///
    /// @throws AuthException when no authorisation can be had
    public Response send(Request request, Access access) {
        if (!access.registry().isOriginOf(request.uri())) {
            return redirects.follow(request);
        }
        Access current = access;
        while (true) {
            try {
                return attempt(request, current);
            } catch (AuthException e) {
                // A streamed body is still whole: nothing of the kind is thrown once it was sent.
                if (e.fault() != AuthFault.REFUSED || !current.hasNext()) {
                    throw e;
                }
                current = current.next();
            }
        }
    }

    /// Forgets the tokens of a credential and that it was refused: for a credential that shall be tried anew.
    public void forget(Credential credential) {
        tokens.drop(credential);
        pairs.forget(credential);
        standings.forget(credential);
    }

    private Response attempt(Request request, Access access) {
        Optional<String> shown = Optional.ofNullable(demands.get(access.registry()))
                .flatMap(demand -> authorization(demand, request, access, List.of()));
        Response response = redirects.follow(authorized(request, shown));
        if (!isRefusal(response, access)) {
            return response;
        }
        Response refusal = kept(response);
        Response second = answer(request, access, refusal, shown);
        return second != refusal && isRefusal(second, access) && saysMore(second, access)
                ? answer(request, access, kept(second), shown)
                : second;
    }

    /// Whether another attempt may end otherwise: the first token lacked a scope, or a nonce that is good for one
    /// request was spent on the check of the password.
    private static boolean saysMore(Response refusal, Access access) {
        return Challenge.choose(Challenge.parse(refusal.headers().all("WWW-Authenticate")))
                .filter(challenge ->
                        challenge.isStale() || !extra(challenge, access).isEmpty())
                .isPresent();
    }

    /// The same answer in memory: its connection is free for what must be asked before it is done with, and given back
    /// whatever comes of that.
    private static Response kept(Response refusal) {
        try (refusal) {
            byte[] body = refusal.readStart(MAX_REFUSAL + 1);
            return new Response(refusal.uri(), refusal.status(), refusal.headers(), new ByteArrayInputStream(body));
        }
    }

    private Response answer(Request request, Access access, Response refusal, Optional<String> shown) {
        List<Challenge> challenges = challenges(refusal, access, shown);
        Optional<Challenge> chosen = Challenge.choose(challenges);
        if (chosen.isEmpty()) {
            checkSupported(challenges, refusal);
            return refusal;
        }
        Demand demand = demand(chosen.get(), refusal.uri(), shown, demands.get(access.registry()));
        demands.put(access.registry(), demand);
        Refusal reason = new Refusal(chosen.get(), shown);
        learn(demand, access, reason);
        if (!request.body().isRepeatable()) {
            return refusal;
        }
        Optional<String> renewed = renewed(demand, request, access, reason);
        if (renewed.isEmpty() || renewed.equals(shown)) {
            return refusal;
        }
        return redirects.follow(authorized(request, renewed));
    }

    /// @param shown what was refused; empty when nothing was shown
    private record Refusal(Challenge challenge, Optional<String> shown) {}

    private void learn(Demand demand, Access access, Refusal refusal) {
        switch (demand) {
            case Demand.Pair pair -> pairs.learn(pair, access, refusal.challenge());
            case Demand.Bearer(Realm realm) ->
                refusal.shown()
                        .filter(value -> value.startsWith("Bearer "))
                        .ifPresent(value -> tokens.drop(
                                key(realm, access, extra(refusal.challenge(), access)),
                                value.substring("Bearer ".length())));
        }
    }

    private Optional<String> renewed(Demand demand, Request request, Access access, Refusal refusal) {
        if (demand instanceof Demand.Pair pair && !(access.credential() instanceof Credential.RegistryToken)) {
            pairs.question(pair, access, refusal.challenge(), refusal.shown().isPresent());
        }
        return authorization(demand, request, access, extra(refusal.challenge(), access));
    }

    /// The header that this demand calls for, empty when there is nothing to show.
    private Optional<String> authorization(Demand demand, Request request, Access access, List<Scope> more) {
        if (access.credential() instanceof Credential.RegistryToken(String token)) {
            return Optional.of(Authorization.bearer(token));
        }
        return switch (demand) {
            case Demand.Pair pair -> pairs.show(pair, request, access);
            case Demand.Bearer(Realm realm) -> {
                TokenCache.Key key = key(realm, access, more);
                yield Optional.of(
                        Authorization.bearer(tokens.get(key, () -> grant(key)).token()));
            }
        };
    }

    private Grant grant(TokenCache.Key key) {
        Credential credential = key.credential();
        if (credential.equals(Credential.ANONYMOUS)) {
            return endpoint.ask(key.realm(), credential, key.scopes());
        }
        return standings
                .of(Origin.of(key.realm().uri()), credential)
                .show(() -> endpoint.ask(key.realm(), credential, key.scopes()));
    }

    /// The challenges of a 401. Some registries send them only on `/v2/` (GCR did).
    private List<Challenge> challenges(Response refusal, Access access, Optional<String> shown) {
        List<Challenge> found = Challenge.parse(refusal.headers().all("WWW-Authenticate"));
        if (!found.isEmpty() || shown.isPresent()) {
            return found;
        }
        Request base = Request.of(Method.GET, URI.create(access.registry() + "/v2/"));
        try (Response response = redirects.follow(base)) {
            response.discard();
            return Challenge.parse(response.headers().all("WWW-Authenticate"));
        }
    }

    /// Harbor answers a token that it does not take with a challenge for Basic: what is wanted is another token.
    private static Demand demand(Challenge challenge, URI asked, Optional<String> shown, @Nullable Demand known) {
        if (challenge.isBearer()) {
            return new Demand.Bearer(Realm.of(challenge, asked));
        }
        boolean token = shown.filter(value -> value.startsWith("Bearer ")).isPresent();
        if (token && known instanceof Demand.Bearer) {
            return known;
        }
        return challenge.isDigest() ? new Demand.Digest() : new Demand.Basic();
    }

    private static boolean isRefusal(Response response, Access access) {
        return response.status() == 401 && access.registry().isOriginOf(response.uri());
    }

    private static void checkSupported(List<Challenge> challenges, Response refusal) {
        if (!challenges.isEmpty()) {
            throw new AuthException(
                    AuthFault.UNSUPPORTED,
                    "%s wants %s authentication, which is not supported"
                            .formatted(
                                    Origin.of(refusal.uri()).authority(),
                                    challenges.getFirst().scheme()));
        }
    }

    /// What a challenge asks for beyond our own scopes: followed only when it says that the token lacked it.
    private static List<Scope> extra(Challenge challenge, Access access) {
        if (!challenge.parameter("error").equals("insufficient_scope")) {
            return List.of();
        }
        Scope wanted = new Scope(challenge.parameter("scope"));
        return wanted.text().isBlank() || access.scopes().contains(wanted) ? List.of() : List.of(wanted);
    }

    private static TokenCache.Key key(Realm realm, Access access, List<Scope> more) {
        List<Scope> scopes = new ArrayList<>(access.scopes());
        scopes.addAll(more);
        return new TokenCache.Key(realm, List.copyOf(scopes), access.credential());
    }

    private static Request authorized(Request request, Optional<String> value) {
        return value.map(text -> request.with("Authorization", text)).orElse(request);
    }
}
