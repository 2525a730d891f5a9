package dev.imagemirror.sync;

import dev.imagemirror.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The tags that may go by the rules and by what a run found out. Sends nothing; whether they go indeed is asked again
/// right before.
///
/// @param candidates in the order of their names
record PrunePlan(List<Candidate> candidates) {
    private static final int HASH_LENGTH = 16;

    /// @param holds what the target was recorded to hold
    record Candidate(int source, TagPlan plan, Digest holds, Action.Delete action) {
        TargetTag target() {
            return plan.target();
        }

        PruneRules.Cause cause() {
            return plan.role() == TagPlan.Role.DESELECTED ? PruneRules.Cause.DESELECTED : PruneRules.Cause.GONE;
        }
    }

    /// Tags of one repository with one content: what deletes one of them may take the others along.
    record Group(TargetTag first, Digest holds, List<Candidate> candidates) {
        Group {
            candidates = List.copyOf(candidates);
        }
    }

    PrunePlan {
        candidates = candidates.stream()
                .sorted(Comparator.comparing(candidate -> candidate.target().toString()))
                .toList();
    }

    /// @param scans one for each source; only one that was listed in full in this very run says that anything may go
    /// @param reports of the same sources
    static PrunePlan of(SyncRequest request, List<SourceScan> scans, List<SourceReport> reports, Instant now) {
        List<Candidate> candidates = new ArrayList<>();
        for (int source = 0; source < scans.size(); source++) {
            if (isSure(scans.get(source), reports.get(source))) {
                for (TagReport tag : reports.get(source).tags()) {
                    @Nullable
                    Candidate candidate = candidate(source, tag, request.rules().prune(), now);
                    if (candidate != null) {
                        candidates.add(candidate);
                    }
                }
            }
        }
        return new PrunePlan(candidates);
    }

    /// Whether the listing says something: it is whole, and the rules choose something of it.
    private static boolean isSure(SourceScan scan, SourceReport report) {
        return report.error() == null
                && scan instanceof SourceScan.Listed listed
                && report.source().selection() instanceof Selection.ListedTags selection
                && listed.sourceTags().stream().anyMatch(selection.rules()::allow);
    }

    private static @Nullable Candidate candidate(int source, TagReport tag, PruneRules rules, Instant now) {
        @Nullable TagPlan plan = tag.plan();
        @Nullable Digest holds = tag.targetDigest() == null ? tag.digest() : tag.targetDigest();
        @Nullable Instant since = tag.since();
        if (plan == null
                || holds == null
                || since == null
                || since.plus(rules.after()).isAfter(now)) {
            return null;
        }
        boolean goes = switch (tag.state()) {
            case TARGET_ONLY ->
                plan.role() == TagPlan.Role.UNLISTED
                        && rules.when().contains(PruneRules.Cause.GONE)
                        && (rules.adopt() || tag.writtenTime() != null);
            case DESELECTED -> rules.when().contains(PruneRules.Cause.DESELECTED) && tag.writtenTime() != null;
            case PRESENT, ABSENT, CHANGED, NOT_FOUND, UNKNOWN -> false;
        };
        return goes ? new Candidate(source, plan, holds, new Action.Delete(holds, why(tag, since))) : null;
    }

    private static String why(TagReport tag, Instant since) {
        return "%s since %s".formatted(tag.action().why(), since);
    }

    /// The same without those.
    PrunePlan withoutGroups(Set<Group> stay) {
        return new PrunePlan(groups().stream()
                .filter(group -> !stay.contains(group))
                .flatMap(group -> group.candidates().stream())
                .toList());
    }

    List<Group> groups() {
        Map<List<Object>, List<Candidate>> groups = candidates.stream()
                .collect(Collectors.groupingBy(
                        candidate -> List.of(candidate.target().repository(), candidate.holds()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        return groups.values().stream()
                .map(same -> new Group(same.getFirst().target(), same.getFirst().holds(), same))
                .toList();
    }

    /// What a person approves: it is another one as soon as one tag or digest of the plan is.
    String hash() {
        String text = candidates.stream()
                .map(candidate -> candidate.target() + "@" + candidate.holds())
                .collect(Collectors.joining("\n"));
        return Digest.of(text.getBytes(StandardCharsets.UTF_8)).hex().substring(0, HASH_LENGTH);
    }
}
