package dev.imagemirror.operator;

import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.copy.Progress;
import dev.imagemirror.resource.MirrorSpecification;
import dev.imagemirror.sync.SyncListener;
import dev.imagemirror.sync.SyncReport;
import dev.imagemirror.sync.SyncRunner;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One run of one mirror, beside the reconciler. What it is about is set when it begins; how it ended is there once
/// it is done. Safe for use by many threads.
final class MirrorRun {
    /// What a run is about.
    ///
    /// @param retry whether only what failed is tried again
    /// @param requestedAt the request that it answers
    record Purpose(
            MirrorSpecification.Work work,
            boolean retry,
            @Nullable String requestedAt) {}

    private final Purpose purpose;
    private final SyncRunner runner;
    private final RunLog log;
    private final SyncListener metrics;
    private volatile long generation;
    private volatile @Nullable SyncReport report;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile boolean done;

    MirrorRun(Purpose purpose, long generation, SyncRunner runner, RunLog log, SyncListener metrics) {
        this.purpose = purpose;
        this.generation = generation;
        this.runner = runner;
        this.log = log;
        this.metrics = metrics;
    }

    Purpose purpose() {
        return purpose;
    }

    /// The newest generation whose work this run does.
    long generation() {
        return generation;
    }

    /// An edit that leaves the work as it is: this run covers it too.
    void cover(long newer) {
        generation = newer;
    }

    Progress.Snapshot progress() {
        return runner.progress().snapshot();
    }

    /// Ends the run, in the middle of a blob too; it is done soon after, and at once when it was waiting for its turn.
    void cancel(String why) {
        runner.cancel(Failure.of(FailureKind.CANCELLED, Side.TARGET, "", "go on", why));
        if (begun.compareAndSet(false, true)) {
            done = true;
        }
    }

    boolean isDone() {
        return done;
    }

    /// What it found out; absent when it failed as a whole.
    Optional<SyncReport> report() {
        return Optional.ofNullable(report);
    }

    /// Whether somebody ended it.
    boolean isCancelled() {
        return runner.isCancelled();
    }

    /// Whether the run was ended before it had done all, so that its report does not count.
    boolean isUnfinished() {
        SyncReport found = report;
        return isCancelled()
                || found == null
                || Stream.concat(found.failures(), found.pruneFailures())
                        .anyMatch(failure -> failure.kind() == FailureKind.CANCELLED);
    }

    /// Does the run on the calling thread, unless it was ended before its turn came.
    void perform() {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        try {
            SyncReport found = runner.run(log.and(metrics));
            log.ended(found);
            report = found;
        } finally {
            done = true;
        }
    }
}
