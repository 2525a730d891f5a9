package dev.imagemirror.operator;

import dev.imagemirror.api.ImageMirror;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.resource.MirrorClaims;
import dev.imagemirror.sync.SyncSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the specifications of all visible mirrors mean for each other: which of two that want one target tag must
/// wait, and what must not be taken for gone since another mirror chooses it. Suspended mirrors count, and ones that
/// are not in order. Safe for use by many threads.
final class Neighbourhood {
    private final Map<String, Resident> residents = new HashMap<>();
    private final Set<String> waiting = new HashSet<>();

    /// @param created when the object was, in the API server's text, which sorts by time
    private record Resident(ImageMirror mirror, String created, MirrorClaims claims) {
        private static final Comparator<Resident> OLDEST_FIRST =
                Comparator.comparing(Resident::created).thenComparing(Resident::uid);

        String uid() {
            return mirror.getMetadata().getUid();
        }

        String name() {
            return mirror.getMetadata().getNamespace() + "/"
                    + mirror.getMetadata().getName();
        }

        boolean isOlderThan(Resident other) {
            return OLDEST_FIRST.compare(this, other) < 0;
        }

        boolean isAt(@Nullable Long generation) {
            return generation != null && generation.equals(mirror.getMetadata().getGeneration());
        }
    }

    /// Takes over the specification of a mirror that appeared or changed.
    ///
    /// @return the mirrors that must be looked at anew
    synchronized List<ImageMirror> settle(ImageMirror mirror) {
        @Nullable Resident before = residents.get(mirror.getMetadata().getUid());
        if (before != null && before.isAt(mirror.getMetadata().getGeneration())) {
            return List.of();
        }
        @Nullable String created = mirror.getMetadata().getCreationTimestamp();
        Resident now = new Resident(mirror, created == null ? "" : created, MirrorClaims.of(mirror.getSpec()));
        residents.put(now.uid(), now);
        boolean closes = now.claims.chain(claims(residents.values())).isPresent();
        return residents.values().stream()
                .filter(other -> !other.uid().equals(now.uid()))
                .filter(other -> waiting.contains(other.uid())
                        || closes
                        || other.claims.conflict(now.name(), now.claims).isPresent())
                .map(Resident::mirror)
                .toList();
    }

    /// Forgets a mirror that is gone.
    ///
    /// @return the mirrors that must be looked at anew
    synchronized List<ImageMirror> leave(String uid) {
        waiting.remove(uid);
        return residents.remove(uid) == null
                ? List.of()
                : waiting.stream()
                        .map(residents::get)
                        .filter(Objects::nonNull)
                        .map(Resident::mirror)
                        .toList();
    }

    /// Why this mirror must wait for an older one.
    synchronized Optional<String> conflict(ImageMirror mirror) {
        @Nullable Resident resident = residents.get(mirror.getMetadata().getUid());
        Optional<String> conflict = resident == null ? Optional.empty() : conflict(resident);
        if (resident != null && conflict.isPresent()) {
            waiting.add(resident.uid());
        } else {
            waiting.remove(mirror.getMetadata().getUid());
        }
        return conflict;
    }

    /// The sources of other mirrors that write where this one writes.
    synchronized List<SyncSource> neighbours(ImageMirror mirror) {
        @Nullable Resident resident = residents.get(mirror.getMetadata().getUid());
        if (resident == null) {
            return List.of();
        }
        Set<Repository> targets =
                resident.claims.sources().stream().map(SyncSource::target).collect(Collectors.toUnmodifiableSet());
        return residents.values().stream()
                .filter(other -> !other.uid().equals(resident.uid()))
                .flatMap(other -> other.claims.sources().stream())
                .filter(source -> targets.contains(source.target()))
                .toList();
    }

    private Optional<String> conflict(Resident resident) {
        List<Resident> older = residents.values().stream()
                .filter(other -> other.isOlderThan(resident))
                .sorted(Resident.OLDEST_FIRST)
                .toList();
        for (Resident other : older) {
            Optional<String> conflict = resident.claims.conflict(other.name(), other.claims);
            if (conflict.isPresent()) {
                return conflict;
            }
        }
        return resident.claims.chain(
                claims(Stream.concat(older.stream(), Stream.of(resident)).toList()));
    }

    private static List<MirrorClaims> claims(Collection<Resident> residents) {
        return residents.stream().map(Resident::claims).toList();
    }
}
