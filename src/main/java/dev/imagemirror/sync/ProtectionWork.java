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
    /// @param protectors the tag for which a group stays
    /// @param failure why nobody knows
    record Found(List<Group> groups, Map<Group, Tag> protectors, Optional<Failure> failure) {}

    @Override
    public Found perform(Attempt attempt) {
        List<Tag> listed = holdings.tags();
        Map<Group, Tag> protectors = new LinkedHashMap<>();
        for (Group group : groups) {
            holdings.protector(group.holds(), listed, rules.protect()).ifPresent(tag -> protectors.put(group, tag));
        }
        return new Found(groups, protectors, Optional.empty());
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
