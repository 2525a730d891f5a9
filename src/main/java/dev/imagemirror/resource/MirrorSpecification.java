package dev.imagemirror.resource;

import dev.imagemirror.sync.Looks;
import dev.imagemirror.sync.Recheck;
import dev.imagemirror.sync.RepositorySpecification;
import dev.imagemirror.sync.SyncRequest;
import dev.imagemirror.sync.TagMemory;
import dev.imagemirror.sync.TargetMapping;
import dev.imagemirror.sync.TargetTag;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// An ImageMirror's specification, understood: every text parsed, every default filled in.
///
/// @param interval between the starts of two runs, without jitter
/// @param work what a run does; two specifications with equal work need no new run
public record MirrorSpecification(Duration interval, boolean suspend, Work work) {
    /// The part of a specification that a run depends on.
    public record Work(
            List<RepositorySpecification> sources,
            TargetMapping mapping,
            MirrorAccess access,
            int concurrency,
            Duration imageTimeout,
            Recheck recheck,
            boolean dryRun) {
        public Work {
            sources = List.copyOf(sources);
        }
    }

    /// What a full run is asked to do.
    public SyncRequest request(Map<TargetTag, TagMemory> memory) {
        return new SyncRequest(
                work.sources(),
                work.mapping(),
                work.concurrency(),
                work.imageTimeout(),
                work.dryRun(),
                work.recheck(),
                memory,
                new Looks(),
                false,
                null,
                null);
    }
}
