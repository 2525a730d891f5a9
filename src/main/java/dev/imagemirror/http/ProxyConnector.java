package dev.imagemirror.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// Makes connections, where [Proxies] say so through a proxy: to HTTPS servers by a tunnel (RFC 9110, section 9.3.6),
/// to others by a connection to the proxy, which reads the address from the request. A connection stays one of the
/// server that it was made for.
final class ProxyConnector implements HttpClientConnectionOperator {
    private static final int MAX_HEAD = 32 * 1024;
    /// All that is done to connect gets so many times the time-out of one step: a name may have many addresses.
    private static final int STEPS = 6;

    private final Proxies proxies;
    private final GuardedResolver resolver;
    private final HttpClientConnectionOperator direct;
    private final HttpClientConnectionOperator toProxy;

    /// @param direct connects to servers, under the network policy
    /// @param toProxy connects to proxies, wherever they are
    ProxyConnector(
            Proxies proxies,
            GuardedResolver resolver,
            HttpClientConnectionOperator direct,
            HttpClientConnectionOperator toProxy) {
        this.proxies = proxies;
        this.resolver = resolver;
        this.direct = direct;
        this.toProxy = toProxy;
    }

    @Override
    public void connect(
            ManagedHttpClientConnection connection,
            HttpHost server,
            @Nullable NamedEndpoint name,
            @Nullable InetSocketAddress local,
            Timeout timeout,
            SocketConfig config,
            @Nullable Object attachment,
            HttpContext context)
            throws IOException {
        QuietConnection.of(connection).connectWithin(timeout.toDuration().multipliedBy(STEPS));
        boolean secure = server.getSchemeName().equals("https");
        Proxies.@Nullable Server proxy =
                proxies.of(secure, server.getHostName(), server.getPort()).orElse(null);
        try {
            if (proxy == null) {
                direct.connect(connection, server, name, local, timeout, config, attachment, context);
                return;
            }
            resolver.checkUnresolved(server.getHostName());
            HttpHost address = new HttpHost("http", proxy.host(), proxy.port());
            try {
                toProxy.connect(connection, address, null, local, timeout, config, attachment, context);
            } catch (IOException e) {
                throw new ProxyException("the proxy %s cannot be reached".formatted(proxy), e);
            }
            if (secure) {
                tunnel(connection, proxy, server, timeout);
                direct.upgrade(connection, server, name, attachment, context);
            }
        } catch (IOException e) {
            throw QuietConnection.of(connection).flow().isStalled()
                    ? new ConnectTimeoutException("too slow", server)
                    : e;
        }
    }

    @Override
    public void connect(
            ManagedHttpClientConnection connection,
            HttpHost server,
            @Nullable InetSocketAddress local,
            TimeValue timeout,
            SocketConfig config,
            HttpContext context)
            throws IOException {
        connect(
                connection,
                server,
                null,
                local,
                Timeout.of(timeout.getDuration(), timeout.getTimeUnit()),
                config,
                null,
                context);
    }

    @Override
    public void upgrade(ManagedHttpClientConnection connection, HttpHost server, HttpContext context)
            throws IOException {
        direct.upgrade(connection, server, context);
    }

    private static void tunnel(
            ManagedHttpClientConnection connection, Proxies.Server proxy, HttpHost server, Timeout timeout)
            throws IOException {
        Socket socket = connection.getSocket();
        int usual = socket.getSoTimeout();
        boolean open = false;
        try {
            socket.setSoTimeout(timeout.toMillisecondsIntBound());
            String target = (server.getHostName().indexOf(':') < 0 ? "%s:%d" : "[%s]:%d")
                    .formatted(server.getHostName(), server.getPort());
            String authorization =
                    proxy.authorization() == null ? "" : "Proxy-Authorization: " + proxy.authorization() + "\r\n";
            socket.getOutputStream()
                    .write("CONNECT %1$s HTTP/1.1\r\nHost: %1$s\r\n%2$s\r\n"
                            .formatted(target, authorization)
                            .getBytes(StandardCharsets.ISO_8859_1));
            check(proxy, head(socket.getInputStream()));
            socket.setSoTimeout(usual);
            open = true;
        } finally {
            if (!open) {
                connection.close(CloseMode.IMMEDIATE);
            }
        }
    }

    /// The proxy answered 407.
    static ProxyException unauthorized(Proxies.Server proxy) {
        return new ProxyException(
                proxy.authorization() == null
                        ? "the proxy %s wants a user name and a password".formatted(proxy)
                        : "the proxy %s refused the user name and password".formatted(proxy),
                null);
    }

    private static void check(Proxies.Server proxy, String head) throws ProxyException {
        if (head.matches("(?s)HTTP/1\\.[01] 2[0-9][0-9][ \r].*")) {
            return;
        }
        if (head.matches("(?s)HTTP/1\\.[01] 407[ \r].*")) {
            throw unauthorized(proxy);
        }
        throw new ProxyException(
                head.matches("(?s)HTTP/1\\.[01] [0-9]{3}[ \r].*")
                        ? "the proxy %s answered %s".formatted(proxy, head.substring(9, 12))
                        : "the proxy %s does not speak HTTP/1.1".formatted(proxy),
                null);
    }

    /// Up to the empty line and no byte further: what follows belongs to the server behind.
    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.length() < MAX_HEAD && head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
            int octet = in.read();
            if (octet < 0) {
                break;
            }
            head.append((char) octet);
        }
        return head.toString();
    }

    /// The way through the proxy failed, not the server behind.
    static final class ProxyException extends IOException {
        ProxyException(String message, @Nullable IOException cause) {
            super(message, cause);
        }
    }
}
