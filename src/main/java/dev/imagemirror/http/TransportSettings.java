package dev.imagemirror.http;

import java.time.Duration;

/// How connections are made and kept.
///
/// @param connectTimeout for the name, the connection and the TLS handshake, each
/// @param socketTimeout how long a server may be silent, or move less than 1 KB/s in either direction
/// @param leaseTimeout how long to wait for a connection of the pool
/// @param maxConnections of all hosts
/// @param maxPerHost of one origin
/// @param trust whom to believe and as whom to appear in TLS
/// @param proxies through which servers are reached
public record TransportSettings(
        Duration connectTimeout,
        Duration socketTimeout,
        Duration leaseTimeout,
        int maxConnections,
        int maxPerHost,
        NetworkPolicy policy,
        Trust trust,
        Proxies proxies) {
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    /// The stall limit that users are told.
    public static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(60);

    /// Long, since all connections of a host may carry large layers; an image's own time-out ends the wait sooner.
    public static final Duration LEASE_TIMEOUT = Duration.ofHours(1);
    public static final int MAX_CONNECTIONS = 400;
    /// Both limits of a host added: 32 metadata requests and 4 large streams, and some for tokens.
    public static final int MAX_PER_HOST = 40;

    public TransportSettings {
        if (maxPerHost < 1 || maxConnections < maxPerHost) {
            throw new IllegalArgumentException("at least one connection per host, and no fewer in all, are needed");
        }
        if (!connectTimeout.isPositive() || !socketTimeout.isPositive() || !leaseTimeout.isPositive()) {
            throw new IllegalArgumentException("time-outs must be positive");
        }
    }

    public static TransportSettings of(NetworkPolicy policy) {
        return new TransportSettings(
                CONNECT_TIMEOUT,
                SOCKET_TIMEOUT,
                LEASE_TIMEOUT,
                MAX_CONNECTIONS,
                MAX_PER_HOST,
                policy,
                Trust.SYSTEM,
                Proxies.NONE);
    }

    /// These settings with other time-outs for connecting and for silence.
    public TransportSettings within(Duration connect, Duration silence) {
        return new TransportSettings(
                connect, silence, leaseTimeout, maxConnections, maxPerHost, policy, trust, proxies);
    }

    /// These settings with other trust.
    public TransportSettings trusting(Trust other) {
        return new TransportSettings(
                connectTimeout, socketTimeout, leaseTimeout, maxConnections, maxPerHost, policy, other, proxies);
    }

    /// These settings with proxies.
    public TransportSettings through(Proxies others) {
        return new TransportSettings(
                connectTimeout, socketTimeout, leaseTimeout, maxConnections, maxPerHost, policy, trust, others);
    }
}
