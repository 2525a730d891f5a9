package dev.imagemirror.registry;

import dev.imagemirror.http.Origin;
import dev.imagemirror.http.Pacing;
import dev.imagemirror.http.RateLimit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What is known of registries beyond a single run: how fast each may be asked, and which of the ways that the
/// specification leaves open it was seen to take. One for the life of the process, given to every [RegistryClient].
/// Safe for use by many threads.
public final class Hosts {
    /// Most hosts remembered; beyond it all are forgotten, and learned anew.
    private static final int MAX_HOSTS = 10_000;

    private final Pacing pacing;
    private final BufferRoom buffers = new BufferRoom();
    private final Map<Origin, Habits> habits = new ConcurrentHashMap<>();

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

    BufferRoom buffers() {
        return buffers;
    }

    Pacing pacing() {
        return pacing;
    }

    Habits habits(Origin host) {
        if (habits.size() >= MAX_HOSTS && !habits.containsKey(host)) {
            habits.clear();
        }
        return habits.computeIfAbsent(host, name -> new Habits());
    }
}
