package dev.imagemirror.auth;

import dev.imagemirror.http.Transport;
import dev.imagemirror.http.Transports;
import dev.imagemirror.http.Trust;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// The [Authenticator]s of one run, one for each trust. What is reached under a trust of its own has connections of its
/// own, which end with the run: a connection that was opened with one tenant's client certificate serves no other
/// tenant. There are as many as the run names certificates. Safe for use by many threads.
public final class Authenticators implements AutoCloseable {
    private final Transports transports;
    private final LongSupplier nanoTime;
    private final Authenticator shared;
    private final Map<Trust, Line> lines = new HashMap<>();
    private boolean closed;

    /// @param nanoTime a monotonic clock, `System::nanoTime` outside of tests
    public Authenticators(Transports transports, LongSupplier nanoTime) {
        this.transports = transports;
        this.nanoTime = nanoTime;
        this.shared = new Authenticator(transports.shared(), nanoTime);
    }

    private record Line(Transport transport, Authenticator authenticator) {}

    /// The one for this trust.
    public Authenticator of(Trust trust) {
        return trust.equals(Trust.SYSTEM) ? shared : own(trust);
    }

    /// Closes every connection under a trust of its own, also those in use.
    @Override
    public synchronized void close() {
        closed = true;
        lines.values().forEach(line -> line.transport().close());
        lines.clear();
    }

    private synchronized Authenticator own(Trust trust) {
        if (closed) {
            throw new IllegalStateException("the run has ended");
        }
        return lines.computeIfAbsent(trust, this::open).authenticator();
    }

    private Line open(Trust trust) {
        Transport transport = transports.trusting(trust);
        return new Line(transport, new Authenticator(transport, nanoTime));
    }
}
