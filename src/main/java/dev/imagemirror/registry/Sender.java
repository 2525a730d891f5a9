package dev.imagemirror.registry;

import dev.imagemirror.auth.Access;
import dev.imagemirror.auth.AuthException;
import dev.imagemirror.auth.Authenticator;
import dev.imagemirror.auth.Scope;
import dev.imagemirror.http.Load;
import dev.imagemirror.http.Method;
import dev.imagemirror.http.Origin;
import dev.imagemirror.http.Pace;
import dev.imagemirror.http.Permit;
import dev.imagemirror.http.Request;
import dev.imagemirror.http.Response;
import dev.imagemirror.http.TransportException;
import dev.imagemirror.http.TransportFault;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// Sends authorised requests at the pace of their host, and repeats them a few times where that often helps: reads
/// after a broken connection or a gateway that lost its server, and whatever can be sent twice after the registry
/// turned it away for a short while. What takes longer is for the caller to wait for.
final class Sender {
    private static final Set<Integer> PASSING = Set.of(502, 503, 504);

    private final Authenticator authenticator;
    private final Access access;
    private final RegistrySettings settings;
    private final Pace pace;

    Sender(Authenticator authenticator, Access access, RegistrySettings settings) {
        this.authenticator = authenticator;
        this.access = access;
        this.settings = settings;
        this.pace = settings.hosts().pacing().at(access.registry(), access.credential());
    }

    /// The same with other scopes for its tokens.
    Sender asking(List<Scope> scopes) {
        return new Sender(authenticator, access.asking(scopes), settings);
    }

    List<Scope> scopes() {
        return access.scopes();
    }

    /// Waits for a place among the large bodies of this host.
    Permit admit(Load load) {
        return pace.admit(load);
    }

    Response send(Request request, Load load) {
        for (int attempt = 0; ; attempt++) {
            boolean last = attempt >= settings.retries();
            boolean turnedAway = false;
            try (Permit permit = pace.admit(load)) {
                Response response = ask(request, permit);
                turnedAway = learn(response, permit);
                boolean again = turnedAway
                        ? request.body().isRepeatable() && !pace.isLong(load)
                        : isPassing(request.method(), response) && !last && pace.repeats();
                if (last || !again) {
                    return response;
                }
                response.discard();
            } catch (TransportException e) {
                boolean again = request.method().isRead() && e.fault() == TransportFault.UNREACHABLE;
                if (last || !again || !pace.repeats()) {
                    throw e;
                }
            }
            if (!turnedAway) {
                rest(attempt);
            }
        }
    }

    Origin registry() {
        return access.registry();
    }

    RegistrySettings settings() {
        return settings;
    }

    private Response ask(Request request, Permit permit) {
        try {
            return authenticator.send(request, access);
        } catch (TransportException e) {
            if (e.fault() == TransportFault.TIMEOUT) {
                permit.narrow();
            }
            if (e.isRetryable() && e.host().equals(access.registry().authority())) {
                pace.fail();
            }
            throw e;
        } catch (AuthException e) {
            // The token endpoint is a part of the registry, wherever it stands.
            pace.learn(permit, e.status(), e.headers(), settings.clock().instant());
            throw e;
        }
    }

    /// An answer from elsewhere, to which the registry redirected, says nothing of the registry.
    private boolean learn(Response response, Permit permit) {
        return access.registry().isOriginOf(response.uri())
                && pace.learn(
                        permit,
                        response.status(),
                        response.headers(),
                        settings.clock().instant());
    }

    /// A server that says when to come back means it.
    private static boolean isPassing(Method method, Response response) {
        return method.isRead()
                && PASSING.contains(response.status())
                && response.headers().first("Retry-After").isEmpty();
    }

    /// Waits a moment before another attempt, longer with each.
    ///
    /// @param attempt how many there were before the one that failed
    void rest(int attempt) {
        long base = settings.pause().toMillis() << attempt;
        try {
            Thread.sleep(base == 0 ? 0 : ThreadLocalRandom.current().nextLong(base / 2, base + base / 2 + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransportException(
                    TransportFault.CANCELLED, access.registry().authority(), "cancelled", e);
        }
    }
}
