package dev.imagemirror.sync;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.copy.Attempt;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.sync.PrunePlan.Candidate;
import dev.imagemirror.sync.PrunePlan.Group;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Asks again whether tags with one content may go, and deletes those that may.
///
/// @param holdings of the repository; one group of it at a time
record PruneWork(Group group, SyncRequest request, Connections connections, Holdings holdings, Clock clock)
        implements Workers.Work<PruneWork.Found> {
    /// @param deleted those that are gone
    /// @param kept why others stay
    /// @param failure what went wrong with some or all
    record Found(Group group, Set<TargetTag> deleted, Map<TargetTag, String> kept, Optional<Failure> failure) {
        Found {
            deleted = Set.copyOf(deleted);
            kept = Map.copyOf(kept);
        }
    }

    @Override
    public Found perform(Attempt attempt) {
        List<Tag> listed = holdings.tags();
        Map<Tag, Candidate> candidates = group.candidates().stream()
                .collect(Collectors.toMap(candidate -> candidate.target().tag(), candidate -> candidate));
        Removal removal = new Removal(tag -> objection(Objects.requireNonNull(candidates.get(tag)), listed));
        if (listed.containsAll(candidates.keySet())) {
            perform(attempt, candidates.keySet(), listed, removal);
        } else {
            removal.keep(candidates.keySet(), "the list of tags, which shows what else is there, lacks some of them");
        }
        return new Found(group, named(removal.deleted()), named(removal.kept()), removal.failure());
    }

    private void perform(Attempt attempt, Set<Tag> tags, List<Tag> listed, Removal removal) {
        var going = new TagDeletion.Going(group.holds(), tags, listed, isAlone(), rules());
        try {
            new TagDeletion(going, holdings, request.context().means(), attempt, removal).perform();
        } catch (ContentException e) {
            removal.fail(attempt.reason(e));
            look(removal);
        }
    }

    /// The answer to a deletion may be lost, and the deletion done.
    private void look(Removal removal) {
        try {
            for (Tag tag : removal.open()) {
                if (holdings.target().resolve(tag).isEmpty()) {
                    removal.delete(Set.of(tag));
                }
            }
        } catch (ContentException e) {
            removal.fail(e.failure());
        }
    }

    @Override
    public Found failed(Failure failure) {
        return new Found(group, Set.of(), Map.of(), Optional.of(failure));
    }

    @Override
    public String place() {
        return group.first().toString();
    }

    /// Why this one stays after all. All of it was so when the run looked first, and is asked again.
    private Optional<String> objection(Candidate candidate, List<Tag> listed) {
        Optional<Digest> holds =
                holdings.target().resolve(candidate.target().tag()).map(Descriptor::digest);
        if (!holds.equals(Optional.of(group.holds()))) {
            return Optional.of(
                    holds.isEmpty() ? "it is gone already" : "somebody wrote %s meanwhile".formatted(holds.get()));
        }
        if (isBack(candidate)) {
            return Optional.of("the source has it again");
        }
        if (isChosenElsewhere(candidate)) {
            return Optional.of("another source or mirror chooses it");
        }
        return holdings.protection(group.holds(), listed, rules());
    }

    private boolean isBack(Candidate candidate) {
        return candidate.cause() == PruneRules.Cause.GONE
                && connections
                        .source(source(candidate).repository())
                        .resolve(candidate.plan().name())
                        .isPresent();
    }

    /// With the mirrors that there are by now.
    private boolean isChosenElsewhere(Candidate candidate) {
        TagPlan plan = candidate.plan();
        TagPlan now = plan.amid(new Choices(request).others(candidate.source(), plan.target()));
        return new Rivals(now, request, connections).isChosen(candidate.cause() == PruneRules.Cause.GONE);
    }

    private PruneRules rules() {
        return request.rules().prune();
    }

    private boolean isAlone() {
        return request.context().neighbours().sources().stream()
                .noneMatch(other -> other.target().equals(group.first().repository()));
    }

    private SyncSource source(Candidate candidate) {
        return request.sources().get(candidate.source());
    }

    private TargetTag named(Tag tag) {
        return new TargetTag(group.first().repository(), tag);
    }

    private Set<TargetTag> named(Set<Tag> tags) {
        return tags.stream().map(this::named).collect(Collectors.toUnmodifiableSet());
    }

    private Map<TargetTag, String> named(Map<Tag, String> reasons) {
        return reasons.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(entry -> named(entry.getKey()), Map.Entry::getValue));
    }
}
