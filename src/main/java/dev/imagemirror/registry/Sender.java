package dev.imagemirror.registry;

import dev.imagemirror.auth.Access;
import dev.imagemirror.auth.Authenticator;
import dev.imagemirror.http.Origin;
import dev.imagemirror.http.Request;
import dev.imagemirror.http.Response;
import dev.imagemirror.http.TransportException;
import dev.imagemirror.http.TransportFault;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// Sends authorised requests, and repeats reads a few times at once where that often helps: a connection that broke, a
/// gateway that lost its server. Whatever takes longer is for the caller to wait for.
final class Sender {
    private static final Set<Integer> PASSING = Set.of(502, 503, 504);

    private final Authenticator authenticator;
    private final Access access;
    private final RegistrySettings settings;

    Sender(Authenticator authenticator, Access access, RegistrySettings settings) {
        this.authenticator = authenticator;
        this.access = access;
        this.settings = settings;
    }

    Response send(Request request) {
        int left = request.method().isRead() ? settings.retries() : 0;
        for (int attempt = 0; ; attempt++) {
            try {
                Response response = authenticator.send(request, access);
                if (attempt >= left || !isPassing(response)) {
                    return response;
                }
                response.discard();
            } catch (TransportException e) {
                if (attempt >= left || e.fault() != TransportFault.UNREACHABLE) {
                    throw e;
                }
            }
            rest(attempt, request);
        }
    }

    Origin registry() {
        return access.registry();
    }

    RegistrySettings settings() {
        return settings;
    }

    /// A server that says when to come back means it.
    private static boolean isPassing(Response response) {
        return PASSING.contains(response.status())
                && response.headers().first("Retry-After").isEmpty();
    }

    private void rest(int attempt, Request request) {
        long base = settings.pause().toMillis() << attempt;
        try {
            Thread.sleep(base == 0 ? 0 : ThreadLocalRandom.current().nextLong(base / 2, base + base / 2 + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransportException(
                    TransportFault.CANCELLED, Origin.of(request.uri()).authority(), "cancelled", e);
        }
    }
}
