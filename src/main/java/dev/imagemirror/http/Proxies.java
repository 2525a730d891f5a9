package dev.imagemirror.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which servers are reached through which proxy. Said by the environment of the program and never by a tenant, since
/// a proxy resolves the names itself: behind one the [NetworkPolicy] can only judge hosts that are addresses.
///
/// @param http for plain HTTP; null: none
/// @param https for HTTPS; null: none
public record Proxies(@Nullable Server http, @Nullable Server https, NoProxy exempt) {
    public static final Proxies NONE = new Proxies(null, null, NoProxy.of(""));

    private static final int USUAL_PORT = 80;

    /// A proxy that is spoken to by plain HTTP.
    ///
    /// @param authorization the value of `Proxy-Authorization`; null: none
    public record Server(String host, int port, @Nullable String authorization) {
        /// Without the password.
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /// Reads `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`, or the same in lower case, which count second.
    ///
    /// @throws IllegalArgumentException naming the variable, without its value, which may hold a password
    public static Proxies of(Map<String, String> environment) {
        return new Proxies(
                server(environment, "HTTP_PROXY").orElse(null),
                server(environment, "HTTPS_PROXY").orElse(null),
                NoProxy.of(value(environment, "NO_PROXY")));
    }

    /// The proxy on the way to this server. Loopback hosts have none.
    ///
    /// @param host an address without brackets
    Optional<Server> of(boolean secure, String host, int port) {
        Server server = secure ? https : http;
        return server == null || exempt.covers(host, port) ? Optional.empty() : Optional.of(server);
    }

    private static Optional<Server> server(Map<String, String> environment, String name) {
        String text = value(environment, name);
        return text.isEmpty() ? Optional.empty() : Optional.of(server(name, text));
    }

    private static Server server(String name, String text) {
        URI uri = uri(name, text.contains("://") ? text : "http://" + text);
        if (!"http".equalsIgnoreCase(uri.getScheme())) {
            throw new IllegalArgumentException(name + ": only a proxy with http:// can be used");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException(name + " has no host");
        }
        String user = uri.getRawUserInfo();
        return new Server(
                withoutBrackets(uri.getHost()),
                uri.getPort() < 0 ? USUAL_PORT : uri.getPort(),
                user == null ? null : basic(user));
    }

    private static URI uri(String name, String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            // Without the cause: it quotes the text.
            throw new IllegalArgumentException(name + " is not an address such as http://proxy.company.io:3128");
        }
    }

    private static String basic(String user) {
        String pair = URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8);
        byte[] bytes = (pair.indexOf(':') < 0 ? pair + ":" : pair).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(bytes);
    }

    private static String value(Map<String, String> environment, String name) {
        String upper = environment.getOrDefault(name, "").strip();
        return upper.isEmpty()
                ? environment.getOrDefault(name.toLowerCase(Locale.ROOT), "").strip()
                : upper;
    }

    static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
