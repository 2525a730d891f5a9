package dev.imagemirror.sync;

import dev.imagemirror.oci.MalformedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one run is asked to do.
///
/// @param sources in the order of the specification, at least one
/// @param concurrency images at once, at most: 1 to 64
/// @param imageTimeout for one image
/// @param dryRun plan, and write nothing
/// @param recheck for how long what was found right is believed
/// @param memory what earlier runs recorded
/// @param looks what earlier runs of this process found right; this run adds to it
/// @param resumed an earlier run was cut off or failed: it may have left content at the target that no tag shows
/// @param searches when unchanged images were last searched for what refers to them; null: only what is written is
/// @param retried the report whose retryable failures alone are tried again; null for a full run
public record SyncRequest(
        List<RepositorySpecification> sources,
        TargetMapping mapping,
        int concurrency,
        Duration imageTimeout,
        boolean dryRun,
        Recheck recheck,
        Map<TargetTag, TagMemory> memory,
        Looks looks,
        boolean resumed,
        @Nullable ReferrerSearches searches,
        @Nullable SyncReport retried) {
    public static final int MAX_CONCURRENCY = 64;

    public SyncRequest {
        sources = List.copyOf(sources);
        memory = Map.copyOf(memory);
        if (concurrency < 1 || concurrency > MAX_CONCURRENCY) {
            throw new MalformedException("concurrency must be 1 to 64, not " + concurrency);
        }
    }

    /// A full run of which nothing is known from before.
    public static SyncRequest of(
            List<RepositorySpecification> sources, TargetMapping mapping, int concurrency, Duration imageTimeout) {
        return new SyncRequest(
                sources,
                mapping,
                concurrency,
                imageTimeout,
                false,
                Recheck.ALWAYS,
                Map.of(),
                new Looks(),
                false,
                null,
                null);
    }

    /// The same request for only what failed and may succeed soon.
    public SyncRequest retrying(SyncReport report) {
        return new SyncRequest(
                sources, mapping, concurrency, imageTimeout, dryRun, recheck, memory, looks, resumed, searches, report);
    }

    /// The same request after a run that was cut off or failed.
    public SyncRequest resuming() {
        return new SyncRequest(
                sources, mapping, concurrency, imageTimeout, dryRun, recheck, memory, looks, true, searches, retried);
    }

    /// The same request after runs that looked at the tags before.
    public SyncRequest believing(Looks earlier) {
        return new SyncRequest(
                sources,
                mapping,
                concurrency,
                imageTimeout,
                dryRun,
                recheck,
                memory,
                earlier,
                resumed,
                searches,
                retried);
    }

    /// The same request of somebody who remembers what was searched for when.
    public SyncRequest searching(ReferrerSearches earlier) {
        return new SyncRequest(
                sources, mapping, concurrency, imageTimeout, dryRun, recheck, memory, looks, resumed, earlier, retried);
    }

    TagMemory recall(TargetTag target) {
        return memory.getOrDefault(target, TagMemory.NONE);
    }
}
