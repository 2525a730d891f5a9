package dev.imagemirror.sync;

import dev.imagemirror.content.Failure;
import dev.imagemirror.oci.Reference;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.sync.SyncSource.Claim;
import dev.imagemirror.sync.SyncSource.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns listings into the tags that a run looks at. Sends nothing; one planner per run, on one thread.
///
/// Each target tag is claimed by the first source that selects something for it. Another source that selects the same
/// thing means the same tag; anything else is a conflict of which the later source is told.
final class SyncPlanner {
    private final SyncRequest request;
    private final Choices choices;
    private final Map<Repository, List<TargetTag>> written = new HashMap<>();
    private final List<TagPlan> tags = new ArrayList<>();
    private final List<Worklist.Settled> settled = new ArrayList<>();
    private final Map<Integer, Failure> errors = new HashMap<>();
    private final Map<TargetTag, Claim> claims = new HashMap<>();

    SyncPlanner(SyncRequest request) {
        this.request = request;
        this.choices = new Choices(request);
        request.context().memory().tags().forEach((target, memory) -> {
            if (memory.writtenTime() != null) {
                written.computeIfAbsent(target.repository(), key -> new ArrayList<>())
                        .add(target);
            }
        });
    }

    /// @param scans one for each source, in order
    Worklist plan(List<SourceScan> scans) {
        for (int source = 0; source < scans.size(); source++) {
            switch (scans.get(source)) {
                case SourceScan.Listed listed -> selectListed(source, listed);
                case SourceScan.Named() ->
                    select(source, source(source).selection().named(), Listings.NOT_ASKED);
                case SourceScan.Failed failed -> keepUnknown(source, failed.failure());
                case SourceScan.Repeated repeated -> repeat(source, repeated.previous());
            }
        }
        for (int source = 0; source < scans.size(); source++) {
            switch (scans.get(source)) {
                case SourceScan.Listed listed -> {
                    findUnlisted(source, listed);
                    findDeselected(source, new Listings(listed));
                }
                case SourceScan.Named() -> findDeselected(source, Listings.NOT_ASKED);
                case SourceScan.Failed failed -> keepWritten(source, failed.failure());
                case SourceScan.Repeated repeated -> {}
            }
        }
        return new Worklist(tags, settled, errors);
    }

    private void selectListed(int source, SourceScan.Listed listed) {
        Listings listings = new Listings(listed);
        Selection selection = source(source).selection();
        List<Tag> chosen =
                selection instanceof Selection.ListedTags rules ? rules.choose(listed.sourceTags()) : List.of();
        select(source, selection.named(), listings);
        select(source, cap(source, chosen, listings), listings);
    }

    /// Beyond `maxTags` what the target lists goes on, and new tags fill up to it, the newest first.
    private List<Tag> cap(int source, List<Tag> chosen, Listings listings) {
        int max = request.rules().maxTags();
        int room = max - source(source).selection().named().size();
        if (chosen.size() <= room) {
            return chosen;
        }
        List<Tag> kept = new ArrayList<>();
        List<Tag> fresh = new ArrayList<>();
        for (Tag tag : chosen) {
            boolean there = source(source).target(tag).filter(listings::holds).isPresent();
            (there ? kept : fresh).add(tag);
        }
        int more = Math.clamp((long) room - kept.size(), 0, fresh.size());
        kept.addAll(TagRules.newestFirst(fresh).subList(0, more));
        if (more < fresh.size()) {
            errors.put(source, SourceFault.tooMany(source(source), max, fresh.size() - more));
        }
        return kept;
    }

    private void select(int source, List<? extends Reference> chosen, Listings listings) {
        Selection selection = source(source).selection();
        for (Reference name : chosen) {
            Optional<TargetTag> target = source(source).target(name);
            if (target.isEmpty()) {
                settled.add(new Worklist.Settled(
                        source, TagReport.invalid(name.text(), SourceFault.invalid(source(source), name))));
                continue;
            }
            claim(TagPlan.selected(source, name, target.get(), selection.assumes(name), listings));
        }
    }

    private void claim(TagPlan plan) {
        Claim claim = source(plan.source()).claim(plan.name());
        @Nullable Claim first = claims.putIfAbsent(plan.target(), claim);
        if (first == null) {
            tags.add(plan);
        } else if (!claim.isLike(first)) {
            settled.add(new Worklist.Settled(
                    plan.source(),
                    TagReport.unknown(
                            plan,
                            request.recall(plan.target()),
                            SourceFault.conflict(plan.target(), first.source(), claim.source()))));
        }
    }

    /// Tags of the target that the rules would choose but the source's listing lacks.
    private void findUnlisted(int source, SourceScan.Listed listed) {
        Set<Tag> offered = Set.copyOf(listed.sourceTags());
        Listings listings = new Listings(listed);
        for (Tag tag : listed.targetTags()) {
            TargetTag target = new TargetTag(source(source).target(), tag);
            if (claims.containsKey(target)) {
                continue;
            }
            Optional<Origin> origin = source(source).origin(target);
            if (origin.isPresent() && !offered.contains(origin.get().name())) {
                add(source, origin.get().name(), target, TagPlan.Role.UNLISTED, listings);
            }
        }
    }

    /// Tags that this mirror wrote there and that no source asks for now.
    private void findDeselected(int source, Listings listings) {
        for (TargetTag target : written.getOrDefault(source(source).target(), List.of())) {
            boolean open = listings.look(target.tag()) != TagPlan.Listing.NOT_LISTED && !claims.containsKey(target);
            if (open && isOwn(source, target)) {
                source(source)
                        .name(target)
                        .ifPresent(name -> add(source, name, target, TagPlan.Role.DESELECTED, listings));
            }
        }
    }

    /// What another source's rules could choose is that one's to judge.
    private boolean isOwn(int source, TargetTag target) {
        return source(source).origin(target).isPresent() || !choices.isOfAnother(source, target);
    }

    private void add(int source, Reference name, TargetTag target, TagPlan.Role role, Listings listings) {
        claims.put(target, source(source).claim(name));
        tags.add(new TagPlan(
                source,
                name,
                target,
                role,
                false,
                listings.look(target.tag()),
                listings.named(name, target.tag()),
                choices.others(source, target)));
    }

    /// A source that could not be listed keeps its tags, with what was recorded of them, as unknown.
    private void keepUnknown(int source, Failure failure) {
        SyncSource from = source(source);
        for (Reference name : from.selection().named()) {
            from.target(name).ifPresent(target -> keep(source, name, target, TagPlan.Role.SELECTED, failure));
        }
        request.context()
                .memory()
                .tags()
                .keySet()
                .forEach(target -> from.origin(target)
                        .ifPresent(origin -> keep(source, origin.name(), target, TagPlan.Role.SELECTED, failure)));
    }

    /// What this mirror wrote there, and no source chooses now, may be Deselected: it is not forgotten either.
    private void keepWritten(int source, Failure failure) {
        for (TargetTag target : written.getOrDefault(source(source).target(), List.of())) {
            source(source).name(target).ifPresent(name -> keep(source, name, target, TagPlan.Role.DESELECTED, failure));
        }
    }

    private void keep(int source, Reference name, TargetTag target, TagPlan.Role role, Failure failure) {
        if (claims.putIfAbsent(target, source(source).claim(name)) == null) {
            boolean assumed = source(source).selection().assumes(name);
            TagPlan plan = new TagPlan(
                    source, name, target, role, assumed, TagPlan.Listing.NOT_ASKED, TagPlan.Named.NOWHERE, Set.of());
            TagMemory memory = request.recall(target).claimedBy(request.origin(plan));
            settled.add(new Worklist.Settled(source, TagReport.unknown(plan, memory, failure)));
        }
    }

    private void repeat(int source, SourceReport previous) {
        if (previous.error() != null) {
            errors.put(source, previous.error());
        }
        for (TagReport report : previous.tags()) {
            @Nullable TagPlan plan = report.plan();
            if (plan != null) {
                claims.putIfAbsent(plan.target(), source(source).claim(plan.name()));
            }
            if (plan != null
                    && report.failure() != null
                    && report.failure().kind().isRetryable()) {
                tags.add(plan.anew());
            } else {
                settled.add(new Worklist.Settled(source, report.ofEarlierRun()));
            }
        }
    }

    private SyncSource source(int source) {
        return request.sources().get(source);
    }
}
