package dev.imagemirror.sync;

import dev.imagemirror.content.Failure;
import dev.imagemirror.oci.Repository;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What target repositories showed of how they delete: one memory for all runs of a mirror. It lives in memory only,
/// so after a restart it is found out anew. Safe for use by many threads.
public final class DeleteMeans {
    /// How long a repository that refused is not asked again.
    static final Duration REST = Duration.ofHours(24);

    private final Map<Repository, Means> means = new ConcurrentHashMap<>();
    private final Map<Repository, Refusal> refusals = new ConcurrentHashMap<>();

    enum Means {
        /// Nobody has seen it yet.
        UNKNOWN,
        /// A tag goes by its name, and what it named stays for others.
        TAGS,
        /// Content goes by its digest, with every tag of it.
        DIGESTS
    }

    private record Refusal(Failure failure, Instant at) {}

    Means of(Repository repository) {
        return means.getOrDefault(repository, Means.UNKNOWN);
    }

    void learn(Repository repository, Means seen) {
        means.put(repository, seen);
    }

    /// Why it makes no sense to ask this repository now.
    Optional<Failure> refusal(Repository repository, Instant now) {
        return Optional.ofNullable(refusals.get(repository))
                .filter(refusal -> refusal.at().plus(REST).isAfter(now))
                .map(Refusal::failure);
    }

    void refused(Repository repository, Failure failure, Instant now) {
        refusals.put(repository, new Refusal(failure, now));
    }
}
