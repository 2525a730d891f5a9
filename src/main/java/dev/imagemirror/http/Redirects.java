package dev.imagemirror.http;

import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// The one redirect routine (RFC 9110, section 15.4): reads only, at most ten hops, no loop, never from https to http,
/// and `Authorization` stays with the origin that it was meant for.
public final class Redirects {
    /// Most hops of one request.
    public static final int MAX_HOPS = 10;

    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);
    private static final Set<String> SECRETS = Set.of("authorization", "cookie", "proxy-authorization");

    private final Transport transport;

    public Redirects(Transport transport) {
        this.transport = transport;
    }

    /// Sends a request and follows where the answers lead; [Response#uri()] says where that was. Other methods than
    /// GET and HEAD are sent once.
    public Response follow(Request request) {
        Set<URI> seen = new HashSet<>();
        Request current = request;
        Response response = transport.send(current);
        while (leadsOn(request, response)) {
            current = next(current, response);
            if (!seen.add(current.uri()) || seen.size() > MAX_HOPS) {
                throw new TransportException(
                        TransportFault.ADDRESS_REFUSED,
                        Origin.of(request.uri()).authority(),
                        seen.size() > MAX_HOPS ? "more than 10 redirects" : "the redirects form a loop");
            }
            response = transport.send(current);
        }
        return response;
    }

    private static boolean leadsOn(Request request, Response response) {
        return request.method().isRead()
                && STATUSES.contains(response.status())
                && response.headers().first("Location").isPresent();
    }

    private static Request next(Request current, Response response) {
        response.discard();
        URI target = ServerUrl.resolve(
                current.uri(), response.headers().first("Location").orElseThrow(), "the redirect");
        return Origin.of(current.uri()).isOriginOf(target)
                ? current.to(target)
                : withoutSecrets(current).to(target);
    }

    private static Request withoutSecrets(Request request) {
        return new Request(
                request.method(),
                request.uri(),
                new Headers(request.headers().fields().stream()
                        .filter(field -> !SECRETS.contains(field.name().toLowerCase(Locale.ROOT)))
                        .toList()),
                request.body());
    }
}
