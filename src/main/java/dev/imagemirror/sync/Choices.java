package dev.imagemirror.sync;

import dev.imagemirror.oci.Repository;
import dev.imagemirror.sync.SyncSource.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What could be chosen for a target tag by the sources of this mirror and of others, without regard to listings.
final class Choices {
    private final Map<Repository, List<Chooser>> choosers = new HashMap<>();

    /// @param index of the source in this mirror, -1 in another
    private record Chooser(int index, SyncSource source) {}

    Choices(SyncRequest request) {
        for (int i = 0; i < request.sources().size(); i++) {
            add(i, request.sources().get(i));
        }
        request.context().neighbours().sources().forEach(neighbour -> add(-1, neighbour));
    }

    private void add(int index, SyncSource source) {
        choosers.computeIfAbsent(source.target(), key -> new ArrayList<>()).add(new Chooser(index, source));
    }

    /// What any source but this one could choose for it.
    Set<Origin> others(int source, TargetTag target) {
        List<Chooser> all = choosers.getOrDefault(target.repository(), List.of());
        if (all.size() == 1 && all.getFirst().index == source) {
            return Set.of();
        }
        Set<Origin> origins = new LinkedHashSet<>();
        for (Chooser chooser : all) {
            if (chooser.index != source) {
                chooser.source.origin(target).ifPresent(origins::add);
            }
        }
        return Set.copyOf(origins);
    }

    /// Whether another source of this mirror could choose something for it.
    boolean isOfAnother(int source, TargetTag target) {
        return choosers.getOrDefault(target.repository(), List.of()).stream()
                .filter(chooser -> chooser.index >= 0 && chooser.index != source)
                .anyMatch(chooser -> chooser.source.origin(target).isPresent());
    }
}
