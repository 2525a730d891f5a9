package dev.imagemirror.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/// The transport on Apache HttpClient, classic and in its minimal form: no retries, redirects, cookies, decoding or
/// authentication of its own.
///
/// A request that only reads, or that has no body to start an upload, is sent once more when a pooled connection turns
/// out to have been closed by the server before it answered anything.
public final class ApacheTransport implements Transport {
    private static final String USER_AGENT = "imagemirror/" + version();

    private final Watchdog watchdog;
    private final PoolingHttpClientConnectionManager pool;
    private final CloseableHttpClient client;
    private final RequestConfig config;
    private final Proxies proxies;
    private final Faults faults;

    public ApacheTransport(TransportSettings settings) {
        watchdog = new Watchdog(settings.socketTimeout(), this::sweep);
        pool = Connections.pool(settings, watchdog);
        client = HttpClients.createMinimal(pool);
        config = RequestConfig.custom()
                .setConnectionRequestTimeout(Connections.timeout(settings.leaseTimeout()))
                .build();
        proxies = settings.proxies();
        faults = new Faults(settings);
        watchdog.start();
    }

    @Override
    public Response send(Request request) {
        if (Thread.currentThread().isInterrupted()) {
            throw faults.cancelled(request.uri(), null);
        }
        HttpClientContext context = HttpClientContext.create();
        try {
            return attempt(request, context);
        } catch (IOException e) {
            if (isStale(e, context) && isSafeAgain(request)) {
                return again(request);
            }
            throw faults.of(e, request.uri());
        }
    }

    @Override
    public void close() {
        watchdog.close();
        client.close(CloseMode.IMMEDIATE);
    }

    private void sweep() {
        Connections.sweep(pool);
    }

    private Response again(Request request) {
        try {
            return attempt(request, HttpClientContext.create());
        } catch (IOException e) {
            throw faults.of(e, request.uri());
        }
    }

    private Response attempt(Request request, HttpClientContext context) throws IOException {
        Origin origin = Origin.of(request.uri());
        var message = new HttpUriRequestBase(request.method().name(), request.uri());
        message.setConfig(config);
        message.setHeader("User-Agent", USER_AGENT);
        for (Headers.Field field : request.headers().fields()) {
            message.addHeader(field.name(), field.value());
        }
        message.setEntity(entity(request.body()));
        context.setRequestConfig(config);
        var host = new HttpHost(origin.scheme(), Proxies.withoutBrackets(origin.host()), origin.port());
        Proxies.@Nullable Server proxy = origin.isSecure()
                ? null
                : proxies.of(false, host.getHostName(), host.getPort()).orElse(null);
        if (proxy != null) {
            address(message, proxy);
        }
        try {
            ClassicHttpResponse answer = client.executeOpen(host, message, context);
            if (proxy != null && answer.getCode() == HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED) {
                message.abort();
                throw ProxyConnector.unauthorized(proxy);
            }
            return answer(request, message, answer);
        } catch (CancellationException e) {
            // So the pool tells a thread that was interrupted while it took a connection.
            Thread.currentThread().interrupt();
            throw faults.cancelled(request.uri(), e);
        }
    }

    private Response answer(Request request, HttpUriRequestBase message, ClassicHttpResponse answer)
            throws IOException {
        HttpEntity entity = answer.getEntity();
        InputStream content = entity == null ? null : entity.getContent();
        return new Response(
                request.uri(),
                answer.getCode(),
                headers(answer.getHeaders()),
                content == null
                        ? InputStream.nullInputStream()
                        : new AnswerStream(content, message, e -> faults.of(e, request.uri())));
    }

    private static Headers headers(Header[] received) {
        var fields = new Headers.Field[received.length];
        Arrays.setAll(fields, i -> new Headers.Field(received[i].getName(), value(received[i].getValue())));
        return new Headers(List.of(fields));
    }

    private static boolean isStale(IOException e, HttpClientContext context) {
        boolean unanswered = e instanceof NoHttpResponseException
                || e instanceof SocketException
                || e instanceof ConnectionClosedException;
        return unanswered
                && !Thread.currentThread().isInterrupted()
                && context.getEndpointDetails() != null
                && context.getEndpointDetails().getRequestCount() > 1;
    }

    private static boolean isSafeAgain(Request request) {
        return request.method().isRead() || (request.method() == Method.POST && request.body() instanceof Body.None);
    }

    private static @Nullable HttpEntity entity(Body body) {
        return switch (body) {
            case Body.None none -> null;
            case Body.Bytes(byte[] bytes) -> new ByteArrayEntity(bytes, null);
            case Body.Stream stream -> new StreamEntity(stream);
        };
    }

    private static String value(@Nullable String text) {
        return text == null ? "" : text;
    }

    /// A proxy for plain HTTP wants the whole address in the first line (RFC 9112, section 3.2.2).
    private static void address(HttpUriRequestBase message, Proxies.Server proxy) {
        message.setAbsoluteRequestUri(true);
        if (proxy.authorization() != null) {
            message.setHeader("Proxy-Authorization", proxy.authorization());
        }
    }

    private static String version() {
        String version = ApacheTransport.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
