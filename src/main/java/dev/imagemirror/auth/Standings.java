package dev.imagemirror.auth;

import dev.imagemirror.http.Origin;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// What is known of every credential at every place to which it is shown. Safe for use by many threads.
final class Standings {
    private final LongSupplier nanoTime;
    private final Map<Holder, Standing> standings = new ConcurrentHashMap<>();

    /// A credential at a place to which it is shown.
    record Holder(Origin origin, Credential credential) {}

    /// @param nanoTime a monotonic clock
    Standings(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    Standing of(Origin origin, Credential credential) {
        return standings.computeIfAbsent(
                new Holder(origin, credential), holder -> new Standing(origin.authority(), nanoTime));
    }

    void forget(Credential credential) {
        standings.keySet().removeIf(holder -> holder.credential().equals(credential));
    }
}
