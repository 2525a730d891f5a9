package dev.imagemirror.sync;

import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns listings into the tags that a run looks at. Sends nothing; one planner per run, on one thread.
///
/// Each target tag is claimed by the first source that selects it. The same source repository claiming it again is
/// the same tag; another one is a conflict of which the later source is told.
final class SyncPlanner {
    private final SyncRequest request;
    private final List<Repository> targets;
    private final List<TagPlan> tags = new ArrayList<>();
    private final List<SyncPlan.Settled> settled = new ArrayList<>();
    private final Map<TargetTag, Integer> claims = new HashMap<>();

    SyncPlanner(SyncRequest request) {
        this.request = request;
        this.targets = request.sources().stream()
                .map(source -> request.mapping().map(source.repository()))
                .toList();
    }

    /// @param scans one for each source, in order
    SyncPlan plan(List<SourceScan> scans) {
        for (int source = 0; source < scans.size(); source++) {
            switch (scans.get(source)) {
                case SourceScan.Listed listed -> selectListed(source, listed);
                case SourceScan.Named() -> select(source, named(source), Listings.NOT_ASKED);
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
        return new SyncPlan(tags, settled);
    }

    private void selectListed(int source, SourceScan.Listed listed) {
        Selection selection = request.sources().get(source).selection();
        Set<Tag> chosen = named(source);
        listed.sourceTags().stream().filter(selection::matches).forEach(chosen::add);
        select(source, chosen, new Listings(listed));
    }

    private void select(int source, Set<Tag> chosen, Listings listings) {
        Selection selection = request.sources().get(source).selection();
        for (Tag tag : chosen) {
            boolean assumed = selection.assumesNamed() && selection.named().contains(tag);
            TargetTag target = target(source, tag);
            claim(new TagPlan(
                    source,
                    tag,
                    target,
                    TagPlan.Role.SELECTED,
                    assumed,
                    listings.look(target.tag()),
                    listings.named(tag, target.tag())));
        }
    }

    private void claim(TagPlan plan) {
        @Nullable Integer first = claims.putIfAbsent(plan.target(), plan.source());
        if (first == null) {
            tags.add(plan);
        } else if (!request.sources().get(first).isLike(request.sources().get(plan.source()))) {
            settled.add(new SyncPlan.Settled(plan.source(), conflict(plan, first)));
        }
    }

    /// Tags of the target that the rules would choose but the source's listing lacks.
    private void findUnlisted(int source, SourceScan.Listed listed) {
        Selection selection = request.sources().get(source).selection();
        Listings listings = new Listings(listed);
        for (Tag tag : listed.targetTags()) {
            TargetTag target = target(source, tag);
            if (selection.matches(tag) && claims.putIfAbsent(target, source) == null) {
                tags.add(new TagPlan(
                        source,
                        tag,
                        target,
                        TagPlan.Role.UNLISTED,
                        false,
                        TagPlan.Listing.LISTED,
                        listings.named(tag, target.tag())));
            }
        }
    }

    /// Tags that this mirror wrote there and that no source asks for now.
    private void findDeselected(int source, Listings listings) {
        request.memory().forEach((target, memory) -> {
            boolean ours = memory.writtenTime() != null && target.repository().equals(targets.get(source));
            TagPlan.Listing listing = listings.look(target.tag());
            if (ours && listing != TagPlan.Listing.NOT_LISTED && claims.putIfAbsent(target, source) == null) {
                TagPlan.Named named = listings.named(target.tag(), target.tag());
                tags.add(new TagPlan(source, target.tag(), target, TagPlan.Role.DESELECTED, false, listing, named));
            }
        });
    }

    /// A source that could not be listed keeps its tags, with what was recorded of them, as unknown.
    private void keepUnknown(int source, Failure failure) {
        Repository repository = targets.get(source);
        Selection selection = request.sources().get(source).selection();
        Set<Tag> kept = named(source);
        request.memory().keySet().stream()
                .filter(target -> target.repository().equals(repository))
                .map(TargetTag::tag)
                .filter(selection::matches)
                .forEach(kept::add);
        kept.forEach(tag -> keepUnknown(source, tag, TagPlan.Role.SELECTED, failure));
    }

    /// What this mirror wrote there, and no source chooses now, may be Deselected: it is not forgotten either.
    private void keepWritten(int source, Failure failure) {
        Repository repository = targets.get(source);
        request.memory().forEach((target, memory) -> {
            if (memory.writtenTime() != null && target.repository().equals(repository)) {
                keepUnknown(source, target.tag(), TagPlan.Role.DESELECTED, failure);
            }
        });
    }

    private void keepUnknown(int source, Tag tag, TagPlan.Role role, Failure failure) {
        Selection selection = request.sources().get(source).selection();
        TargetTag target =
                role == TagPlan.Role.DESELECTED ? new TargetTag(targets.get(source), tag) : target(source, tag);
        if (claims.putIfAbsent(target, source) == null) {
            boolean assumed = selection.assumesNamed() && selection.named().contains(tag);
            TagPlan plan =
                    new TagPlan(source, tag, target, role, assumed, TagPlan.Listing.NOT_ASKED, TagPlan.Named.NOWHERE);
            settled.add(new SyncPlan.Settled(source, TagReport.unknown(plan, request.recall(target), failure)));
        }
    }

    private void repeat(int source, SourceReport previous) {
        for (TagReport report : previous.tags()) {
            claims.putIfAbsent(report.target(), source);
            if (report.failure() != null && report.failure().kind().isRetryable()) {
                tags.add(new TagPlan(
                        source,
                        report.tag(),
                        report.target(),
                        role(source, report.tag()),
                        report.assumed(),
                        TagPlan.Listing.NOT_ASKED,
                        TagPlan.Named.NOWHERE));
            } else {
                settled.add(new SyncPlan.Settled(source, report.ofEarlierRun()));
            }
        }
    }

    /// Why a tag of an earlier run was looked at: a retry must not copy what the rules do not choose.
    private TagPlan.Role role(int source, Tag tag) {
        Selection selection = request.sources().get(source).selection();
        if (selection.named().contains(tag)) {
            return TagPlan.Role.SELECTED;
        }
        return selection.matches(tag) ? TagPlan.Role.UNLISTED : TagPlan.Role.DESELECTED;
    }

    private TagReport conflict(TagPlan plan, int first) {
        return TagReport.unknown(
                plan,
                request.recall(plan.target()),
                Failure.of(
                        FailureKind.CONFLICT,
                        Side.TARGET,
                        plan.target().toString(),
                        "write the tag",
                        "%s and %s both go there, the first one is mirrored; give one of them another prefix or filter"
                                .formatted(
                                        request.sources().get(first),
                                        request.sources().get(plan.source()))));
    }

    private TargetTag target(int source, Tag tag) {
        return new TargetTag(targets.get(source), request.mapping().map(tag));
    }

    private Set<Tag> named(int source) {
        return new LinkedHashSet<>(request.sources().get(source).selection().named());
    }
}
