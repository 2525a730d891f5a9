package dev.imagemirror.auth;

import dev.imagemirror.http.Method;
import dev.imagemirror.http.Origin;
import dev.imagemirror.http.Redirects;
import dev.imagemirror.http.Request;
import dev.imagemirror.http.Response;
import dev.imagemirror.http.Transport;
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
    private final Redirects redirects;
    private final TokenEndpoint endpoint;
    private final TokenCache tokens;
    private final LongSupplier nanoTime;
    private final Map<Origin, Demand> demands = new ConcurrentHashMap<>();
    private final Map<Holder, Standing> standings = new ConcurrentHashMap<>();

    /// A credential at a host to which it is shown.
    private record Holder(Origin origin, Credential credential) {}

    /// @param nanoTime a monotonic clock, `System::nanoTime` outside of tests
    public Authenticator(Transport transport, LongSupplier nanoTime) {
        this.redirects = new Redirects(transport);
        this.endpoint = new TokenEndpoint(transport, nanoTime);
        this.tokens = new TokenCache(nanoTime);
        this.nanoTime = nanoTime;
    }

    /// Sends a request, authorised as the registry wants it; redirects of reads are followed. After a 401 the request
    /// is authorised anew and sent once more, unless its body is a stream. A 401 that is returned therefore means
    /// that the credential is good, but not for this.
    ///
    /// @throws AuthException when no authorisation can be had
    public Response send(Request request, Access access) {
        if (!Origin.of(request.uri()).equals(access.registry())) {
            return redirects.follow(request);
        }
        Optional<String> shown = Optional.ofNullable(demands.get(access.registry()))
                .flatMap(demand -> authorization(demand, access, List.of()));
        Response response = redirects.follow(authorized(request, shown));
        if (response.status() != 401 || !Origin.of(response.uri()).equals(access.registry())) {
            return response;
        }
        return answer(request, access, response, shown);
    }

    /// Forgets the tokens of a credential and that it was refused: for a credential that shall be tried anew.
    public void forget(Credential credential) {
        tokens.drop(credential);
        standings.keySet().removeIf(holder -> holder.credential().equals(credential));
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
        Optional<String> renewed = renewed(demand, access, chosen.get(), shown);
        if (renewed.isEmpty() || renewed.equals(shown) || !request.body().isRepeatable()) {
            return refusal;
        }
        refusal.discard();
        return redirects.follow(authorized(request, renewed));
    }

    private Optional<String> renewed(Demand demand, Access access, Challenge challenge, Optional<String> shown) {
        return switch (demand) {
            case Demand.Basic basic -> {
                if (shown.isPresent()) {
                    // Accepted on /v2/ some time ago: it is either no longer good, or not for this repository.
                    standing(access).show(() -> checkBasic(access));
                }
                yield authorization(demand, access, List.of());
            }
            case Demand.Bearer bearer -> {
                List<Scope> more = extra(challenge, access);
                shown.filter(value -> value.startsWith("Bearer "))
                        .ifPresent(value ->
                                tokens.drop(key(bearer.realm(), access, more), value.substring("Bearer ".length())));
                yield authorization(demand, access, more);
            }
        };
    }

    /// The header that this demand calls for, empty when there is nothing to show.
    private Optional<String> authorization(Demand demand, Access access, List<Scope> more) {
        if (access.credential() instanceof Credential.RegistryToken(String token)) {
            return Optional.of(Authorization.bearer(token));
        }
        return switch (demand) {
            case Demand.Basic basic -> basic(access);
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
        return standing(Origin.of(key.realm().uri()), credential)
                .show(() -> endpoint.ask(key.realm(), credential, key.scopes()));
    }

    private Optional<String> basic(Access access) {
        Optional<String> value = Authorization.basic(access.credential());
        if (value.isEmpty()) {
            throw new AuthException(
                    AuthFault.REFUSED,
                    access.registry().authority() + " wants a user name and a password, and there is none");
        }
        if (!standing(access).isAccepted()) {
            standing(access).show(() -> checkBasic(access));
        }
        return value;
    }

    /// Shows the pair to `/v2/`, the one place where a 401 means the credential and not a repository.
    private String checkBasic(Access access) {
        String value = Authorization.basic(access.credential()).orElseThrow();
        try (Response response = redirects.follow(authorized(base(access), Optional.of(value)))) {
            if (response.status() == 401) {
                throw new AuthException(
                        AuthFault.REFUSED,
                        access.registry().authority() + " refused the credential",
                        401,
                        response.headers());
            }
            response.discard();
            return value;
        }
    }

    /// The challenges of a 401. Some registries send them only on `/v2/` (GCR did).
    private List<Challenge> challenges(Response refusal, Access access, Optional<String> shown) {
        List<Challenge> found = Challenge.parse(refusal.headers().all("WWW-Authenticate"));
        if (!found.isEmpty() || shown.isPresent()) {
            return found;
        }
        try (Response response = redirects.follow(base(access))) {
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
        return token && known instanceof Demand.Bearer ? known : new Demand.Basic();
    }

    private static void checkSupported(List<Challenge> challenges, Response refusal) {
        if (!challenges.isEmpty()) {
            refusal.close();
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

    private Standing standing(Access access) {
        return standing(access.registry(), access.credential());
    }

    private Standing standing(Origin origin, Credential credential) {
        return standings.computeIfAbsent(
                new Holder(origin, credential), holder -> new Standing(origin.authority(), nanoTime));
    }

    private static Request base(Access access) {
        return Request.of(Method.GET, URI.create(access.registry() + "/v2/"));
    }

    private static Request authorized(Request request, Optional<String> value) {
        return value.map(text -> request.with("Authorization", text)).orElse(request);
    }
}
