package dev.imagemirror.sync;

import dev.imagemirror.oci.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;

/// What a run would do, and at what cost.
///
/// @param entries what would change the target, in the order of the sources
/// @param bytes of manifests, which are known before anything is read; blobs come on top
/// @param requests at least that many: each blob that has to move costs more
/// @param pulls manifests that are read at each registry, at least
public record SyncPlan(List<TagReport> entries, long bytes, long requests, List<Pulls> pulls) {
    public SyncPlan {
        entries = List.copyOf(entries);
        pulls = List.copyOf(pulls);
    }

    /// @param remaining what the registry's quota leaves, as far as it was said
    public record Pulls(Registry registry, long manifests, Optional<Long> remaining) {}

    /// What is still to be done by a report of a dry run.
    public static SyncPlan of(SyncReport report) {
        List<TagReport> entries = new ArrayList<>();
        Map<Registry, Long> manifests = new TreeMap<>();
        long requests = 0;
        for (SourceReport source : report.sources()) {
            for (TagReport tag : source.tags()) {
                long cost = requests(tag.action());
                if (cost > 0) {
                    entries.add(tag);
                    requests += cost;
                }
                if (cost > 0 && !isDeletion(tag)) {
                    manifests.merge(source.source().repository().registry(), 1L, Long::sum);
                }
            }
        }
        List<Pulls> pulls = manifests.entrySet().stream()
                .map(entry -> new Pulls(entry.getKey(), entry.getValue(), remaining(report, entry.getKey())))
                .toList();
        return new SyncPlan(
                entries,
                entries.stream().mapToLong(tag -> tag.outcome().bytes()).sum(),
                requests,
                pulls);
    }

    private static boolean isDeletion(TagReport tag) {
        return tag.action() instanceof Action.Delete;
    }

    /// One read and one write; a tag that is written over is asked for right before. A tag that is deleted is asked for
    /// on both sides right before, and at the target afterwards.
    private static long requests(Action action) {
        return switch (action) {
            case Action.Copy copy -> 2;
            case Action.Overwrite overwrite -> 3;
            case Action.Delete delete -> 4;
            case Action.Keep keep -> 0;
            case Action.Report report -> 0;
            case Action.Skip skip -> 0;
        };
    }

    private static Optional<Long> remaining(SyncReport report, Registry registry) {
        return report.quotas().stream()
                .filter(quota -> quota.host().equals(registry.apiAuthority()))
                .map(Quota::remaining)
                .findFirst();
    }

    /// The cost in words: `at least 6 requests and 1234 bytes of manifests; docker.io: 2 pulls, 98 remain`.
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner("; ");
        long deletions = entries.stream().filter(SyncPlan::isDeletion).count();
        text.add("%d tags to write%s, at least %d requests and %d bytes of manifests"
                .formatted(
                        entries.size() - deletions,
                        deletions == 0 ? "" : ", %d to delete".formatted(deletions),
                        requests,
                        bytes));
        for (Pulls pull : pulls) {
            String left = pull.remaining().map(", %d remain"::formatted).orElse("");
            text.add("%s: at least %d pulls%s".formatted(pull.registry(), pull.manifests(), left));
        }
        return text.toString();
    }
}
