package dev.imagemirror.registry;

import dev.imagemirror.http.Pacing;
import dev.imagemirror.http.RateLimit;
import java.util.List;

/// What is known of registries beyond a single run: how fast each may be asked. One for the life of the process, given
/// to every [RegistryClient]. Safe for use by many threads.
public final class Hosts {
    private final Pacing pacing;

    public Hosts() {
        this(new Pacing());
    }

    public Hosts(Pacing pacing) {
        this.pacing = pacing;
    }

    /// What registries said of their quotas and may still be true, one entry for each host and account.
    public List<RateLimit> rateLimits() {
        return pacing.rateLimits();
    }

    Pacing pacing() {
        return pacing;
    }
}
