package dev.imagemirror.sync;

import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Reference;
import dev.imagemirror.oci.Repository;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What tags that were found right named, and when each side said so last: one memory for all runs of a mirror. It
/// lives in memory only, so after a restart both sides are asked. What is never looked up again goes with [#expire].
/// Safe for use by many threads.
public final class Looks {
    private final Map<Place, Look> looks = new ConcurrentHashMap<>();

    /// A tag of one side.
    record Place(Side side, Repository repository, Reference name) {}

    private record Look(Digest digest, Instant time) {
        /// A clock that was set back makes a look too new, which is as good as too old.
        boolean isFresh(Instant now, Duration lasts) {
            return !time.isAfter(now) && time.plus(lasts).isAfter(now);
        }
    }

    /// What the tag named, if that was seen so recently that it is believed.
    Optional<Digest> believed(Place place, Instant now, Duration lasts) {
        return Optional.ofNullable(looks.get(place))
                .filter(look -> look.isFresh(now, lasts))
                .map(Look::digest);
    }

    /// The tag was found right. A look that is believed still keeps its time: it may be all that this finding is based
    /// on.
    void found(Place place, Digest digest, Instant now, Duration lasts) {
        if (lasts.isPositive()) {
            looks.compute(
                    place,
                    (_, before) -> before != null && before.digest().equals(digest) && before.isFresh(now, lasts)
                            ? before
                            : new Look(digest, now));
        }
    }

    /// The tag is not right, or about to be written: it is asked for next time.
    void forget(Place place) {
        looks.remove(place);
    }

    void expire(Instant now, Recheck recheck) {
        looks.entrySet()
                .removeIf(entry ->
                        !entry.getValue().isFresh(now, recheck.of(entry.getKey().side())));
    }
}
