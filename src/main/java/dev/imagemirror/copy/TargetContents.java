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
    private final ConcurrentHashMap<Digest, Flight> flights = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Repository, MountSource> mountSources = new ConcurrentHashMap<>();

    /// @param prior what the repository may hold when the run begins
    /// @param siblings what other repositories of that registry got in the same run
    public TargetContents(ContentTarget target, Prior prior, Siblings siblings) {
        this.target = target;
        this.prior = prior;
        this.siblings = siblings;
    }

    public ContentTarget target() {
        return target;
    }

    Prior prior() {
        return prior;
    }

    Siblings siblings() {
        return siblings;
    }

    /// How well mounts from this repository went so far.
    MountSource mountSource(Repository from) {
        return mountSources.computeIfAbsent(from, MountSource::new);
    }

    /// Whether this content is there, by the word of this run.
    boolean has(Digest digest) {
        Flight flight = flights.get(digest);
        return flight != null && flight.hasLanded();
    }

    boolean hasAll(Collection<Descriptor> wanted) {
        return wanted.stream().allMatch(content -> has(content.digest()));
    }

    /// Notes that the target was seen to have all this.
    void note(Collection<Descriptor> held) {
        for (Descriptor content : held) {
            Flight flight = flights.computeIfAbsent(content.digest(), digest -> new Flight(content));
            if (!flight.hasLanded()) {
                flight.land();
                end(flight);
            }
        }
    }

    /// The target was found to lack this, whatever was known of it.
    void forget(Collection<Descriptor> missing) {
        for (Descriptor content : missing) {
            flights.computeIfPresent(content.digest(), (key, flight) -> flight.hasLanded() ? null : flight);
        }
    }

    /// Makes sure that all this is at the target: what nobody else is bringing by the work given, which lands the
    /// flights that it is handed and does not wait for others; then the rest is waited for. Nobody waits before
    /// the work in hand is done, and content cannot contain itself, so no two wait for each other.
    void ensure(Collection<Descriptor> wanted, Consumer<List<Flight>> work) {
        Collection<Descriptor> left = wanted;
        while (!left.isEmpty()) {
            List<Flight> mine = new ArrayList<>();
            List<Flight> others = new ArrayList<>();
            try {
                for (Descriptor content : left) {
                    claim(content, mine, others);
                }
                if (!mine.isEmpty()) {
                    work.accept(mine);
                }
            } finally {
                mine.forEach(this::end);
            }
            left = others.stream()
                    .filter(flight -> !flight.await())
                    .map(Flight::content)
                    .toList();
        }
    }

    private void claim(Descriptor content, List<Flight> mine, List<Flight> others) {
        Flight flight = new Flight(content);
        Flight before = flights.putIfAbsent(content.digest(), flight);
        if (before == null) {
            mine.add(flight);
        } else if (before.content().size() != content.size()) {
            throw contradiction(before.content(), content);
        } else if (!before.hasLanded() && !mine.contains(before)) {
            others.add(before);
        }
    }

    private void end(Flight flight) {
        if (flight.hasLanded()) {
            siblings.note(flight.content(), target.repository());
        } else {
            flights.remove(flight.content().digest(), flight);
            flight.abort();
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
