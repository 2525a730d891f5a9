package dev.imagemirror.sync;

import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.copy.Progress;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.sync.PrunePlan.Candidate;
import dev.imagemirror.sync.PrunePlan.Group;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The last phase of a run: says which tags may go, and deletes them where that is wanted. First a plan is made of what
/// the run found out; then each group of tags is asked for again and deleted, one after the other. Used once.
final class Prune {
    private final SyncRequest request;
    private final Connections connections;
    private final Workers workers;
    private final Progress progress;
    private final Clock clock;
    private final Map<Repository, Holdings> holdings = new HashMap<>();
    private final Map<Integer, Failure> failures = new HashMap<>();
    private final Map<TargetTag, Action> actions = new HashMap<>();
    private final Map<TargetTag, TagReport> deleted = new LinkedHashMap<>();

    /// @param sources with what is to be said of their tags now
    /// @param deleted tags that are gone, and of which nothing is left to say
    record Result(List<SourceReport> sources, List<TagReport> deleted) {}

    /// @param progress counts each tag that may go once more
    Prune(SyncRequest request, Connections connections, Workers workers, Progress progress, Clock clock) {
        this.request = request;
        this.connections = connections;
        this.workers = workers;
        this.progress = progress;
        this.clock = clock;
    }

    /// @param listener hears of each deletion at once: nobody else knows of it if the process ends
    Result perform(List<SourceScan> scans, List<SourceReport> reports, SyncListener listener) {
        if (!request.rules().prune().isOn() || workers.isCancelled()) {
            return new Result(reports, List.of());
        }
        PrunePlan plan = withoutProtected(PrunePlan.of(request, scans, reports, clock.instant()));
        plan.candidates().forEach(candidate -> actions.put(candidate.target(), candidate.action()));
        if (request.rules().prune().policy() == PruneRules.Policy.DELETE && isAllowed(plan) && !request.dryRun()) {
            act(plan, listener);
        }
        return new Result(reports(reports), List.copyOf(deleted.values()));
    }

    /// What shares its content with a protected tag, or may do so, is not even shown as about to go.
    private PrunePlan withoutProtected(PrunePlan plan) {
        PruneRules rules = request.rules().prune();
        if (rules.protect().isEmpty()) {
            return plan;
        }
        Map<Repository, List<Group>> repositories = plan.groups().stream()
                .collect(Collectors.groupingBy(
                        group -> group.first().repository(), LinkedHashMap::new, Collectors.toList()));
        Set<Group> kept = new HashSet<>();
        Set<Group> unknown = new HashSet<>();
        workers.run(
                repositories.values().stream()
                        .map(groups -> new ProtectionWork(
                                groups.getFirst().first().repository(), groups, holdings(groups.getFirst()), rules))
                        .iterator(),
                1,
                request.imageTimeout(),
                found -> {
                    kept.addAll(found.kept().keySet());
                    found.failure().ifPresent(failure -> unknown.addAll(found.groups()));
                    note(found);
                });
        return plan.without(kept, unknown);
    }

    private void note(ProtectionWork.Found found) {
        found.kept()
                .forEach((group, why) ->
                        group.candidates().forEach(candidate -> actions.put(candidate.target(), new Action.Keep(why))));
        found.failure().ifPresent(failure -> found.groups().forEach(group -> fail(group, failure)));
    }

    private boolean isAllowed(PrunePlan plan) {
        int max = request.rules().prune().maxDeletes();
        String hash = plan.hash();
        if (plan.size() <= max || hash.equals(request.context().approval())) {
            return true;
        }
        refuse(plan, max, hash);
        return false;
    }

    private void act(PrunePlan plan, SyncListener listener) {
        // Each is looked at when its turn comes: by then the registry may have refused another one.
        workers.run(
                plan.groups().stream()
                        .filter(group -> !isRefused(group))
                        .map(this::work)
                        .iterator(),
                1,
                request.imageTimeout(),
                found -> {
                    note(found);
                    found.group().candidates().stream()
                            .filter(candidate -> found.deleted().contains(candidate.target()))
                            .forEach(candidate -> tell(candidate, listener));
                });
    }

    private void tell(Candidate candidate, SyncListener listener) {
        TagReport tag = candidate.tag().with(candidate.action()).deleted();
        deleted.put(candidate.target(), tag);
        listener.settled(request.sources().get(candidate.source()), tag);
    }

    private PruneWork work(Group group) {
        progress.expectTags(group.candidates().size());
        return new PruneWork(group, request, connections, holdings(group), clock);
    }

    private void refuse(PrunePlan plan, int max, String hash) {
        for (Candidate candidate : plan.candidates()) {
            failures.putIfAbsent(
                    candidate.source(),
                    Failure.of(
                            FailureKind.PRUNE_REFUSED,
                            Side.TARGET,
                            candidate.target().repository().toString(),
                            "delete tags",
                            "%d tags may go, and maxDeletes is %d, so none goes; the plan is %s"
                                    .formatted(plan.size(), max, hash)));
        }
    }

    /// Whether the registry refused before, not long ago.
    private boolean isRefused(Group group) {
        Optional<Failure> refusal =
                request.context().means().refusal(group.first().repository(), clock.instant());
        refusal.ifPresent(failure -> fail(group, failure));
        return refusal.isPresent();
    }

    private void note(PruneWork.Found found) {
        found.group().candidates().forEach(candidate -> progress.finishTag());
        found.kept().forEach((target, why) -> actions.put(target, new Action.Keep(why)));
        found.failure().ifPresent(failure -> fail(found.group(), failure));
    }

    private void fail(Group group, Failure failure) {
        group.candidates().forEach(candidate -> failures.putIfAbsent(candidate.source(), failure));
    }

    private List<SourceReport> reports(List<SourceReport> before) {
        List<SourceReport> after = new ArrayList<>();
        for (int source = 0; source < before.size(); source++) {
            SourceReport report = before.get(source);
            @Nullable Failure failure = failures.get(source);
            after.add(report.pruned(
                    report.tags().stream()
                            .filter(tag ->
                                    tag.target().filter(deleted::containsKey).isEmpty())
                            .map(this::withAction)
                            .toList(),
                    failure == null ? report.prune() : failure));
        }
        return after;
    }

    private TagReport withAction(TagReport tag) {
        return tag.target()
                .filter(target -> tag.state().isSurplus())
                .map(actions::get)
                .map(tag::with)
                .orElse(tag);
    }

    private Holdings holdings(Group group) {
        return holdings.computeIfAbsent(
                group.first().repository(), name -> new Holdings(() -> connections.target(name), clock));
    }
}
