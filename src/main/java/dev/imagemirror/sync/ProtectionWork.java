package dev.imagemirror.sync;

import dev.imagemirror.content.Failure;
import dev.imagemirror.copy.Attempt;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.sync.PrunePlan.Group;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds out which groups of one target repository have content that a protected tag names, too.
record ProtectionWork(Repository repository, List<Group> groups, Holdings holdings, PruneRules rules)
        implements Workers.Work<ProtectionWork.Found> {
    /// @param groups all of the repository
    /// @param kept why some of them stay
    /// @param failure why nobody knows
    record Found(List<Group> groups, Map<Group, String> kept, Optional<Failure> failure) {}

    @Override
    public Found perform(Attempt attempt) {
        List<Tag> listed = holdings.tags();
        Map<Group, String> kept = new LinkedHashMap<>();
        for (Group group : groups) {
            holdings.protection(group.holds(), listed, rules).ifPresent(why -> kept.put(group, why));
        }
        return new Found(groups, kept, Optional.empty());
    }

    @Override
    public Found failed(Failure failure) {
        return new Found(groups, Map.of(), Optional.of(failure));
    }

    @Override
    public String place() {
        return repository.toString();
    }
}
