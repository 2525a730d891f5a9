package dev.imagemirror.copy;

import dev.imagemirror.oci.Repository;
import java.util.concurrent.atomic.AtomicInteger;

/// A repository that blobs may be mounted from, as long as that is seen to do any good. A mount that finds nothing
/// costs no request of its own, but the registry looks, and a token for two repositories is asked for. Safe for use by
/// many threads.
final class MountSource {
    /// Mounts that found nothing, before any that did, after which no more are tried.
    private static final int PATIENCE = 8;

    private final Repository repository;
    private final AtomicInteger misses = new AtomicInteger();

    MountSource(Repository repository) {
        this.repository = repository;
    }

    Repository repository() {
        return repository;
    }

    boolean isWorthTrying() {
        return misses.get() < PATIENCE;
    }

    void learn(boolean mounted) {
        if (mounted) {
            misses.set(Integer.MIN_VALUE);
        } else {
            misses.incrementAndGet();
        }
    }
}
