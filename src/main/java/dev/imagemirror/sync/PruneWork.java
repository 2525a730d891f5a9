package dev.imagemirror.sync;

import dev.imagemirror.content.Failure;
import dev.imagemirror.copy.Attempt;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.sync.PrunePlan.Candidate;
import dev.imagemirror.sync.PrunePlan.Group;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        Map<TargetTag, String> kept = new HashMap<>();
        for (Candidate candidate : group.candidates()) {
            objection(candidate, listed).ifPresent(why -> kept.put(candidate.target(), why));
        }
        Set<Tag> going = group.candidates().stream()
                .map(Candidate::target)
                .filter(target -> !kept.containsKey(target))
                .map(TargetTag::tag)
                .collect(Collectors.toUnmodifiableSet());
        if (going.isEmpty()) {
            return new Found(group, Set.of(), kept, Optional.empty());
        }
        var deletion = new TagDeletion.Going(group.holds(), going, listed, isAlone());
        Removal removal =
                new TagDeletion(deletion, holdings, request.context().means(), attempt, clock.instant()).perform();
        return found(removal, going, kept);
    }

    private Found found(Removal removal, Set<Tag> going, Map<TargetTag, String> kept) {
        if (removal.kept() != null) {
            String why = removal.kept();
            going.forEach(tag -> kept.put(named(tag), why));
        }
        Set<TargetTag> deleted = removal.deleted().stream().map(this::named).collect(Collectors.toUnmodifiableSet());
        return new Found(group, deleted, kept, Optional.ofNullable(removal.failure()));
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
                holdings.target().resolve(candidate.target().tag()).map(found -> found.digest());
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
        return protection(listed);
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

    private Optional<String> protection(List<Tag> listed) {
        return holdings.protector(group.holds(), listed, request.rules().prune().protect())
                .map("the protected tag %s names the same"::formatted);
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
}
