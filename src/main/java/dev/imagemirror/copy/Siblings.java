package dev.imagemirror.copy;

import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Repository;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Which target repository got which blobs in one run: a blob that one has is mounted into the next. Only what this
/// run itself saw counts, under the credentials of this run. Bounded by [#MAX]. Safe for use by many threads.
public final class Siblings {
    /// Most blobs that are remembered, at about 100 bytes each; further ones are not.
    static final int MAX = 500_000;

    private final Map<Digest, Repository> holders = new ConcurrentHashMap<>();

    void note(Digest blob, Repository holder) {
        if (holders.size() < MAX) {
            holders.putIfAbsent(blob, holder);
        }
    }

    /// Another repository of the same registry that has this.
    Optional<Repository> holder(Digest blob, Repository target) {
        return Optional.ofNullable(holders.get(blob))
                .filter(holder -> !holder.equals(target) && holder.registry().equals(target.registry()));
    }
}
