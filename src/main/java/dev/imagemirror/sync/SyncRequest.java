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
    public record Context(
            SyncMemory memory,
            List<SyncSource> neighbours,
            Looks looks,
            @Nullable ReferrerSearches searches,
            boolean resumed) {
        public Context {
            neighbours = List.copyOf(neighbours);
        }

        /// Of a run that nothing came before.
        public static Context first() {
            return new Context(SyncMemory.NONE, List.of(), new Looks(), null, false);
        }

        /// The same with these records.
        public Context recalling(SyncMemory records) {
            return new Context(records, neighbours, looks, searches, resumed);
        }

        /// The same beside these sources of other mirrors.
        public Context beside(List<SyncSource> others) {
            return new Context(memory, others, looks, searches, resumed);
        }

        /// The same of somebody who remembers what was searched for when.
        public Context searching(ReferrerSearches earlier) {
            return new Context(memory, neighbours, looks, earlier, resumed);
        }

        /// The same after a run that was cut off or failed.
        public Context resuming() {
            return new Context(memory, neighbours, looks, searches, true);
        }
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

    /// The same request for only what failed and may succeed soon.
    public SyncRequest retrying(SyncReport report) {
        return new SyncRequest(sources, rules, concurrency, imageTimeout, dryRun, recheck, context, report);
    }

    /// The same request after a run that was cut off or failed.
    public SyncRequest resuming() {
        return in(context.resuming());
    }

    TagMemory recall(TargetTag target) {
        return context.memory().recall(target);
    }
}
