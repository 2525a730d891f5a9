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
/// @param unsure tags that might be candidates too, if their sources or repositories had answered
record PrunePlan(List<Candidate> candidates, int unsure) {
    private static final int HASH_LENGTH = 16;

    /// @param tag what the run found out about it
    /// @param holds what the target was recorded to hold
    record Candidate(int source, TagReport tag, TagPlan plan, PruneRules.Cause cause, Digest holds) {
        TargetTag target() {
            return plan.target();
        }

        Action.Delete action() {
            return new Action.Delete(holds, "%s since %s".formatted(tag.action().why(), tag.since()));
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
        PruneRules rules = request.rules().prune();
        List<Candidate> candidates = new ArrayList<>();
        int unsure = 0;
        for (int source = 0; source < scans.size(); source++) {
            boolean sure = isSure(scans.get(source), reports.get(source));
            for (TagReport tag : reports.get(source).tags()) {
                PruneRules.@Nullable Cause cause = cause(tag, rules, now);
                @Nullable TagPlan plan = tag.plan();
                @Nullable Digest holds = tag.held();
                if (cause == null || plan == null || holds == null) {
                    unsure += tag.state() == TagState.UNKNOWN && tag.since() != null ? 1 : 0;
                } else if (sure) {
                    candidates.add(new Candidate(source, tag, plan, cause, holds));
                } else {
                    unsure++;
                }
            }
        }
        return new PrunePlan(candidates, unsure);
    }

    /// Whether the listing says something: it is whole, and the rules choose something of it.
    private static boolean isSure(SourceScan scan, SourceReport report) {
        return report.error() == null
                && scan instanceof SourceScan.Listed listed
                && report.source().selection() instanceof Selection.ListedTags selection
                && listed.sourceTags().stream().anyMatch(selection.rules()::allow);
    }

    /// Why a tag may go; null when it may not.
    private static PruneRules.@Nullable Cause cause(TagReport tag, PruneRules rules, Instant now) {
        @Nullable Instant since = tag.since();
        if (since == null || since.plus(rules.after()).isAfter(now) || isProtected(tag, rules)) {
            return null;
        }
        boolean ours = tag.writtenTime() != null;
        boolean named = tag.plan() != null && tag.plan().role() == TagPlan.Role.SELECTED;
        PruneRules.@Nullable Cause cause = switch (tag.state()) {
            case TARGET_ONLY -> !named && (ours || rules.adopt()) ? PruneRules.Cause.GONE : null;
            case DESELECTED -> ours ? PruneRules.Cause.DESELECTED : null;
            case PRESENT, ABSENT, CHANGED, NOT_FOUND, UNKNOWN -> null;
        };
        return cause != null && rules.when().contains(cause) ? cause : null;
    }

    private static boolean isProtected(TagReport tag, PruneRules rules) {
        return tag.target().filter(target -> rules.protects(target.tag())).isPresent();
    }

    /// How many tags may go, counted with those of which nobody can say it now: a listing that fails does not bring a
    /// plan below a limit.
    int size() {
        return candidates.size() + unsure;
    }

    /// The same without those.
    ///
    /// @param unknown may be candidates all the same
    PrunePlan without(Set<Group> kept, Set<Group> unknown) {
        List<Candidate> rest = new ArrayList<>();
        int more = 0;
        for (Group group : groups()) {
            if (unknown.contains(group)) {
                more += group.candidates().size();
            } else if (!kept.contains(group)) {
                rest.addAll(group.candidates());
            }
        }
        return new PrunePlan(rest, unsure + more);
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
