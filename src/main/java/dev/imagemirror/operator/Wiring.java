package dev.imagemirror.operator;

import dev.imagemirror.http.NetworkPolicy;
import dev.imagemirror.http.Proxies;
import dev.imagemirror.http.TransportSettings;
import dev.imagemirror.http.Transports;
import dev.imagemirror.registry.Hosts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/// Makes what the engine is given: the clock, and for all mirrors together the transports and one memory of their
/// hosts.
@ApplicationScoped
class Wiring {
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Transports transports(Settings settings) {
        var policy = new NetworkPolicy(
                settings.network().allowLoopback(), settings.network().allowLinkLocal());
        return new Transports(TransportSettings.of(policy).through(Proxies.of(System.getenv())));
    }

    /// Lives as long as the operator: hosts count the requests of all mirrors together.
    @Produces
    @Singleton
    Hosts hosts() {
        return new Hosts();
    }

    void close(@Disposes Transports transports) {
        transports.close();
    }
}
