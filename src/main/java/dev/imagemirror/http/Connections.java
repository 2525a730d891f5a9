package dev.imagemirror.http;

import java.io.IOException;
import java.net.Proxy;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.DetachedSocketFactory;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.Lookup;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.ssl.TLS;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// Builds the connection pool. Sockets are the socket side of a `SocketChannel`, whose blocking calls end at once when
/// their thread is interrupted; those of a plain `Socket` do not. TLS is layered over them and inherits that.
final class Connections {
    /// A connection that was idle for longer is looked at before it is used.
    static final Duration CHECK_AFTER = Duration.ofSeconds(1);
    /// How long an unused connection is kept.
    static final Duration IDLE = Duration.ofSeconds(60);
    /// Most unused connections that are kept for longer than a moment.
    static final int MAX_IDLE = 64;
    /// Longest line and most lines of a header. Signed addresses reach several KB.
    static final int MAX_HEADER_LINE = 32 * 1024;

    static final int MAX_HEADER_LINES = 200;

    private static final Http1Config HTTP = Http1Config.custom()
            .setMaxLineLength(MAX_HEADER_LINE)
            .setMaxHeaderCount(MAX_HEADER_LINES)
            .build();
    /// The [Watchdog] ends reads that wait too long. A time-out of the socket would cost each read of a channel six
    /// more calls of the system: two not to block, one to look, one to wait, and two to block again.
    private static final SocketConfig NO_TIME_OUT =
            SocketConfig.custom().setSoTimeout(Timeout.DISABLED).build();

    private Connections() {}

    static PoolingHttpClientConnectionManager pool(TransportSettings settings, Watchdog watchdog) {
        var pool = new PoolingHttpClientConnectionManager(
                operator(settings),
                PoolConcurrencyPolicy.STRICT,
                PoolReusePolicy.LIFO,
                TimeValue.NEG_ONE_MILLISECOND,
                socket -> new QuietConnection(HTTP, watchdog));
        pool.setMaxTotal(settings.maxConnections());
        pool.setDefaultMaxPerRoute(settings.maxPerHost());
        pool.setDefaultSocketConfig(NO_TIME_OUT);
        pool.setDefaultConnectionConfig(ConnectionConfig.custom()
                .setConnectTimeout(timeout(settings.connectTimeout()))
                .setValidateAfterInactivity(timeout(CHECK_AFTER))
                .build());
        pool.setDefaultTlsConfig(TlsConfig.custom()
                .setHandshakeTimeout(timeout(settings.connectTimeout()))
                .setSupportedProtocols(TLS.V_1_2, TLS.V_1_3)
                .build());
        return pool;
    }

    /// Closes connections that nobody has used for long, or not just now when there are many.
    static void sweep(PoolingHttpClientConnectionManager pool) {
        boolean many = pool.getTotalStats().getAvailable() > MAX_IDLE;
        pool.closeIdle(TimeValue.of(many ? CHECK_AFTER : IDLE));
    }

    static Timeout timeout(Duration duration) {
        return Timeout.ofMilliseconds(duration.toMillis());
    }

    private static HttpClientConnectionOperator operator(TransportSettings settings) {
        var resolver = new GuardedResolver(settings.policy(), settings.connectTimeout());
        var direct = operator(
                resolver,
                RegistryBuilder.<TlsSocketStrategy>create()
                        .register("https", new TrustedSockets(settings.trust()))
                        .build());
        // The address of a proxy is the administrator's choice, so no policy holds for it.
        var anywhere = new GuardedResolver(new NetworkPolicy(true, true), settings.connectTimeout());
        var toProxy =
                operator(anywhere, RegistryBuilder.<TlsSocketStrategy>create().build());
        return new ProxyConnector(settings.proxies(), resolver, direct, toProxy);
    }

    private static DefaultHttpClientConnectionOperator operator(
            GuardedResolver resolver, Lookup<TlsSocketStrategy> tls) {
        return new DefaultHttpClientConnectionOperator(new ChannelSockets(), null, resolver, tls);
    }

    private static final class ChannelSockets implements DetachedSocketFactory {
        @Override
        public Socket create(@Nullable Proxy proxy) throws IOException {
            return SocketChannel.open().socket();
        }
    }
}
