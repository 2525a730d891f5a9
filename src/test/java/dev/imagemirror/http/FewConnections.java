package dev.imagemirror.http;

/// Settings with so few connections that one who keeps a connection too long is found out.
public final class FewConnections {
    private FewConnections() {}

    /// @param perHost the limit of connections per origin
    public static TransportSettings of(TransportSettings settings, int perHost) {
        return new TransportSettings(
                settings.connectTimeout(),
                settings.socketTimeout(),
                settings.leaseTimeout(),
                settings.maxConnections(),
                perHost,
                settings.policy(),
                settings.trust(),
                settings.proxies());
    }
}
