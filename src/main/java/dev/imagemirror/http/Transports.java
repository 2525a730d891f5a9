package dev.imagemirror.http;

/// Where a program gets its [Transport]s from: one for all that need no trust of their own, a new one for every other
/// trust, all under the same limits and the same network policy. Safe for use by many threads.
public final class Transports implements AutoCloseable {
    private final TransportSettings settings;
    private final Transport shared;

    public Transports(TransportSettings settings) {
        this.settings = settings;
        this.shared = new ApacheTransport(settings);
    }

    /// The one that everybody shares; closed with this.
    public Transport shared() {
        return shared;
    }

    /// A new one, with connections of its own. Whoever asked for it closes it.
    public Transport trusting(Trust trust) {
        return new ApacheTransport(settings.trusting(trust));
    }

    @Override
    public void close() {
        shared.close();
    }
}
