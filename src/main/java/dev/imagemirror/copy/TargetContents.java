package dev.imagemirror.copy;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Repository;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// What is known to be in one target repository during one run, shared by all images that go there: content moves
/// once, whoever needs it too waits, and a failure is not contagious, since the next one who waits tries again.
/// Costs about 200 bytes for each blob and manifest. Safe for use by many threads.
public final class TargetContents {
    private final ContentTarget target;
    private final Prior prior;
    private final Siblings siblings;
    private final Refusals refusals;
    private final ConcurrentHashMap<Key, Flight> flights = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Repository, MountSource> mountSources = new ConcurrentHashMap<>();

    /// A repository keeps them apart: the bytes of a manifest may be those of another image's layer.
    enum Kind {
        BLOB,
        MANIFEST
    }

    private record Key(Kind kind, Digest digest) {}

    /// @param prior what the repository may hold when the run begins
    /// @param siblings what other repositories of that registry got in the same run
    /// @param refusals of all repositories of the run
    public TargetContents(ContentTarget target, Prior prior, Siblings siblings, Refusals refusals) {
        this.target = target;
        this.prior = prior;
        this.siblings = siblings;
        this.refusals = refusals;
    }

    public ContentTarget target() {
        return target;
    }

    Prior prior() {
        return prior;
    }

    Refusals refusals() {
        return refusals;
    }

    Siblings siblings() {
        return siblings;
    }

    /// How well mounts from this repository went so far.
    MountSource mountSource(Repository from) {
        return mountSources.computeIfAbsent(from, MountSource::new);
    }

    /// Whether this content is there, by the word of this run.
    boolean has(Kind kind, Digest digest) {
        Flight flight = flights.get(new Key(kind, digest));
        return flight != null && flight.hasLanded();
    }

    boolean hasAll(Kind kind, Collection<Descriptor> wanted) {
        return wanted.stream().allMatch(content -> has(kind, content.digest()));
    }

    /// Notes that the target was seen to have all this.
    void note(Kind kind, Collection<Descriptor> held) {
        for (Descriptor content : held) {
            Flight flight = flights.computeIfAbsent(new Key(kind, content.digest()), key -> new Flight(content));
            if (!flight.hasLanded()) {
                flight.land();
                end(kind, flight);
            }
        }
    }

    /// The target was found to lack this, whatever was known of it.
    void forget(Kind kind, Collection<Descriptor> missing) {
        for (Descriptor content : missing) {
            flights.computeIfPresent(
                    new Key(kind, content.digest()), (key, flight) -> flight.hasLanded() ? null : flight);
        }
    }

    /// Makes sure that all this is at the target: what nobody else is bringing by the work given, which lands the
    /// flights that it is handed; then the rest is waited for. No two may wait for each other: work on several
    /// flights at once waits for nothing but blobs, and work on an index, one at a time, for what it contains.
    void ensure(Kind kind, Collection<Descriptor> wanted, Consumer<List<Flight>> work) {
        Collection<Descriptor> left = wanted;
        while (!left.isEmpty()) {
            List<Flight> mine = new ArrayList<>();
            List<Flight> others = new ArrayList<>();
            try {
                for (Descriptor content : left) {
                    claim(kind, content, mine, others);
                }
                if (!mine.isEmpty()) {
                    work.accept(mine);
                }
            } finally {
                mine.forEach(flight -> end(kind, flight));
            }
            left = others.stream()
                    .filter(flight -> !flight.await())
                    .map(Flight::content)
                    .toList();
        }
    }

    private void claim(Kind kind, Descriptor content, List<Flight> mine, List<Flight> others) {
        Flight flight = new Flight(content);
        Flight before = flights.putIfAbsent(new Key(kind, content.digest()), flight);
        if (before == null) {
            mine.add(flight);
        } else if (before.content().size() != content.size()) {
            throw contradiction(before.content(), content);
        } else if (!before.hasLanded() && !mine.contains(before)) {
            others.add(before);
        }
    }

    private void end(Kind kind, Flight flight) {
        if (!flight.hasLanded()) {
            flights.remove(new Key(kind, flight.content().digest()), flight);
            flight.abort();
        } else if (kind == Kind.BLOB) {
            siblings.note(flight.content().digest(), target.repository());
        }
    }

    private ContentException contradiction(Descriptor known, Descriptor content) {
        return new ContentException(Failure.of(
                FailureKind.DIGEST_MISMATCH,
                Side.SOURCE,
                target.repository().toString(),
                "copy the content",
                "%s is announced with %d bytes and with %d; the image is broken"
                        .formatted(content.digest(), known.size(), content.size())));
    }
}
