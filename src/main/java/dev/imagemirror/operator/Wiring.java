package dev.imagemirror.operator;

import dev.imagemirror.http.ApacheTransport;
import dev.imagemirror.http.NetworkPolicy;
import dev.imagemirror.http.Transport;
import dev.imagemirror.http.TransportSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/// Makes what the engine is given: the clock, and one transport for all mirrors.
@ApplicationScoped
class Wiring {
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Transport transport(Settings settings) {
        var policy = new NetworkPolicy(
                settings.network().allowLoopback(), settings.network().allowLinkLocal());
        return new ApacheTransport(TransportSettings.of(policy));
    }

    void close(@Disposes Transport transport) {
        transport.close();
    }
}
