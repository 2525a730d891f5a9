package dev.imagemirror.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/// A connection of the pool that writes no logs. The library's own puts every header, `Authorization` with them, and
/// every byte into its debug log, and where no logging is set up that log counts as wanted: a copy then costs a
/// hundred times its bytes in heap.
final class QuietConnection extends DefaultBHttpClientConnection implements ManagedHttpClientConnection {
    /// Most interim answers (RFC 9110, section 15.2) before the real one.
    static final int MAX_INTERIM = 20;

    private final Watchdog watchdog;
    private final Flow flow;
    private final AnswerParser parser;
    private final AtomicBoolean closed = new AtomicBoolean();
    private int interim;

    QuietConnection(Http1Config config, Watchdog watchdog) {
        this(config, watchdog, new AnswerParser(config));
    }

    private QuietConnection(Http1Config config, Watchdog watchdog, AnswerParser parser) {
        // An answer that comes before the request is sent (a refusal, mostly) is noticed where it costs nothing.
        super(
                config,
                null,
                null,
                null,
                null,
                (request, connection, input, sent, next) -> input.available() > 0,
                null,
                bounds -> parser);
        this.parser = parser;
        this.watchdog = watchdog;
        this.flow = watchdog.flow();
        watchdog.add(this);
    }

    /// What every connection of the pool is.
    static QuietConnection of(ManagedHttpClientConnection connection) {
        if (connection instanceof QuietConnection quiet) {
            return quiet;
        }
        throw new IllegalArgumentException("not made by this pool");
    }

    Flow flow() {
        return flow;
    }

    /// Why this connection broke.
    IOException explained(IOException e) {
        return flow.isStalled() ? new StalledException(flow.isSilent(), e) : e;
    }

    /// Name, addresses, proxy and TLS together get this time.
    void connectWithin(Duration limit) {
        flow.connect(System.nanoTime(), limit);
    }

    @Override
    public void bind(Socket socket) throws IOException {
        bind(new WatchedSocket(socket, this));
    }

    @Override
    public void bind(SSLSocket tls, Socket socket) throws IOException {
        bind(new WatchedSocket(tls, socket, this));
    }

    /// A connection that was aborted while it was being made must not come to life.
    @Override
    protected void bind(SocketHolder holder) throws IOException {
        if (closed.get()) {
            holder.getSocket().close();
            throw new InterruptedIOException("the connection was closed");
        }
        super.bind(holder);
    }

    /// A connection on which more came than was announced is not used again: the rest would be taken for the answer to
    /// another request.
    @Override
    public boolean isConsistent() {
        return super.isConsistent() && !hasRest();
    }

    /// The same for what came later.
    @Override
    public boolean isStale() throws IOException {
        return super.isStale() || hasRest();
    }

    private boolean hasRest() {
        SocketHolder holder = getSocketHolder();
        try {
            return parser.hasRest()
                    || (holder != null && holder.getInputStream().available() > 0);
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void sendRequestHeader(ClassicHttpRequest request) throws HttpException, IOException {
        flow.begin();
        super.sendRequestHeader(request);
    }

    /// The request is sent.
    @Override
    public void flush() throws IOException {
        super.flush();
        flow.begin();
        interim = 0;
    }

    @Override
    public ClassicHttpResponse receiveResponseHeader() throws HttpException, IOException {
        ClassicHttpResponse answer = super.receiveResponseHeader();
        if (answer.getCode() < HttpStatus.SC_SUCCESS && ++interim > MAX_INTERIM) {
            throw new MessageConstraintException("too many interim answers");
        }
        if (answer.containsHeader(HttpHeaders.TRANSFER_ENCODING) && answer.containsHeader(HttpHeaders.CONTENT_LENGTH)) {
            throw new ProtocolException("two lengths (RFC 9112, section 6.3)");
        }
        return answer;
    }

    @Override
    public void receiveResponseEntity(ClassicHttpResponse answer) throws HttpException, IOException {
        flow.begin();
        super.receiveResponseEntity(answer);
    }

    @Override
    public @Nullable Socket getSocket() {
        SocketHolder holder = getSocketHolder();
        return holder == null ? null : holder.getSocket();
    }

    @Override
    public @Nullable SSLSession getSSLSession() {
        return getSocket() instanceof SSLSocket tls ? tls.getSession() : null;
    }

    /// Goes into the pool as it is.
    @Override
    public void passivate() {}

    /// Comes out of the pool as it is.
    @Override
    public void activate() {}

    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            watchdog.remove(this);
            super.close();
        }
    }

    @Override
    public void close(CloseMode mode) {
        if (closed.compareAndSet(false, true)) {
            watchdog.remove(this);
            super.close(mode);
        }
    }
}
