package dev.imagemirror.resource;

import dev.imagemirror.sync.Recheck;
import dev.imagemirror.sync.SyncRequest;
import dev.imagemirror.sync.SyncRules;
import dev.imagemirror.sync.SyncSource;
import java.time.Duration;
import java.util.List;

/// An ImageMirror's specification, understood: every text parsed, every default filled in.
///
/// @param interval between the starts of two runs, without jitter
/// @param work what a run does; two specifications with equal work need no new run
public record MirrorSpecification(Duration interval, boolean suspend, Work work) {
    /// The part of a specification that a run depends on.
    public record Work(
            List<SyncSource> sources,
            SyncRules rules,
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
    public SyncRequest request(SyncRequest.Context context) {
        return new SyncRequest(
                work.sources(),
                work.rules(),
                work.concurrency(),
                work.imageTimeout(),
                work.dryRun(),
                work.recheck(),
                context,
                null);
    }
}
