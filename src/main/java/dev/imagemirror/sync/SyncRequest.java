package dev.imagemirror.sync;

import dev.imagemirror.oci.MalformedException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one run is asked to do.
///
/// @param sources in the order of the specification, at least one
/// @param concurrency images at once, at most: 1 to 64
/// @param imageTimeout for one image
/// @param dryRun plan, and write nothing
/// @param recheck for how long what was found right is believed
/// @param context what is known before it begins
/// @param retried the report whose retryable failures alone are tried again; null for a full run
public record SyncRequest(
        List<SyncSource> sources,
        SyncRules rules,
        int concurrency,
        Duration imageTimeout,
        boolean dryRun,
        Recheck recheck,
        Context context,
        @Nullable SyncReport retried) {
    public static final int MAX_CONCURRENCY = 64;

    public SyncRequest {
        sources = List.copyOf(sources);
        if (concurrency < 1 || concurrency > MAX_CONCURRENCY) {
            throw new MalformedException("concurrency must be 1 to 64, not " + concurrency);
        }
    }

    /// What is known before a run begins.
    ///
    /// @param memory what earlier runs recorded
    /// @param neighbours sources of other mirrors: what they could choose is not TargetOnly or Deselected here
    /// @param looks what earlier runs of this process found right; the run adds to it
    /// @param searches when unchanged images were last searched for what refers to them; null: only what is
    ///     written is searched
    /// @param resumed an earlier run was cut off or failed: it may have left content that no tag shows
    /// @param means how registries delete, as far as earlier runs of this process saw it; the run adds to it
    /// @param approval the plan of deletions that somebody approved although it is larger than `maxDeletes`; empty
    ///     without
    public record Context(
            SyncMemory memory,
            Neighbours neighbours,
            Looks looks,
            @Nullable ReferrerSearches searches,
            boolean resumed,
            DeleteMeans means,
            String approval) {
        /// Of a run that nothing came before.
        public static Context first() {
            return new Context(SyncMemory.NONE, Neighbours.NONE, new Looks(), null, false, new DeleteMeans(), "");
        }

        /// The same with these records.
        public Context recalling(SyncMemory records) {
            return new Context(records, neighbours, looks, searches, resumed, means, approval);
        }

        /// The same beside other mirrors.
        public Context beside(Neighbours others) {
            return new Context(memory, others, looks, searches, resumed, means, approval);
        }

        /// The same of somebody who remembers what was searched for when.
        public Context searching(ReferrerSearches earlier) {
            return new Context(memory, neighbours, looks, earlier, resumed, means, approval);
        }

        /// The same after a run that was cut off or failed.
        public Context resuming() {
            return new Context(memory, neighbours, looks, searches, true, means, approval);
        }

        /// The same of somebody who saw before how registries delete.
        public Context deleting(DeleteMeans seen) {
            return new Context(memory, neighbours, looks, searches, resumed, seen, approval);
        }

        /// The same with a plan of deletions approved.
        public Context approving(String plan) {
            return new Context(memory, neighbours, looks, searches, resumed, means, plan);
        }
    }

    /// Sources of other mirrors, as they are when somebody asks. Safe for use by many threads.
    @FunctionalInterface
    public interface Neighbours {
        Neighbours NONE = List::of;

        List<SyncSource> sources();
    }

    /// A full run of which nothing is known from before, that takes every tag.
    public static SyncRequest of(
            List<RepositorySpecification> sources, TargetMapping mapping, int concurrency, Duration imageTimeout) {
        return new SyncRequest(
                sources.stream().map(source -> SyncSource.of(source, mapping)).toList(),
                SyncRules.FOLLOW,
                concurrency,
                imageTimeout,
                false,
                Recheck.ALWAYS,
                Context.first(),
                null);
    }

    /// The same request with this known.
    public SyncRequest in(Context other) {
        return new SyncRequest(sources, rules, concurrency, imageTimeout, dryRun, recheck, other, retried);
    }

    /// The same request without any write.
    public SyncRequest planning() {
        return new SyncRequest(sources, rules, concurrency, imageTimeout, true, recheck, context, retried);
    }

    /// The same request with other rules of what may be deleted.
    public SyncRequest pruning(PruneRules other) {
        return new SyncRequest(
                sources, rules.pruning(other), concurrency, imageTimeout, dryRun, recheck, context, retried);
    }

    /// The same request for only what failed and may succeed soon.
    public SyncRequest retrying(SyncReport report) {
        return new SyncRequest(sources, rules, concurrency, imageTimeout, dryRun, recheck, context, report);
    }

    /// The same request after a run that was cut off or failed.
    public SyncRequest resuming() {
        return in(context.resuming());
    }

    SyncSource.Origin origin(TagPlan plan) {
        return sources.get(plan.source()).claim(plan.name()).origin();
    }

    /// What is chosen goes on with the record of another source that went there.
    TagMemory recall(TagPlan plan) {
        TagMemory memory = recall(plan.target());
        return plan.role() == TagPlan.Role.SELECTED ? memory : memory.claimedBy(origin(plan));
    }

    TagMemory recall(TargetTag target) {
        return context.memory().recall(target);
    }
}
