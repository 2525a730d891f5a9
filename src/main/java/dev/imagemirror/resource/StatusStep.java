package dev.imagemirror.resource;

import dev.imagemirror.api.Condition;
import dev.imagemirror.api.ConditionStatus;
import dev.imagemirror.api.ConditionType;
import dev.imagemirror.api.ImageMirrorStatus;
import dev.imagemirror.api.Progress;
import dev.imagemirror.api.Reason;
import dev.imagemirror.content.Failure;
import dev.imagemirror.sync.SyncReport;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One step of a status: from what stands there to what is to stand there. Every condition is made here.
///
/// @param before the status as it stands
/// @param generation of the specification that the step is about
public record StatusStep(ImageMirrorStatus before, long generation, Clock clock) {
    private static final Set<Reason> AUTHENTICATION =
            Set.of(Reason.Unauthorized, Reason.Denied, Reason.SecretNotFound, Reason.InvalidSecret);

    /// A run begins.
    ///
    /// @param covered whether a finished run covered this generation, so that Ready still says something
    /// @param retry whether it tries again what failed
    public ImageMirrorStatus begin(boolean covered, boolean retry) {
        ConditionSet conditions = conditions().remove(ConditionType.Stalled);
        if (!covered) {
            conditions.set(
                    ConditionType.Ready,
                    ConditionStatus.Unknown,
                    Reason.Progressing,
                    "the first run of this generation");
        }
        if (!covered || retry) {
            Reason reason = retry ? Reason.ProgressingWithRetry : Reason.Progressing;
            conditions.set(
                    ConditionType.Reconciling,
                    ConditionStatus.True,
                    reason,
                    retry ? "trying again what failed" : "bringing the target in line");
        }
        return status(conditions.list(), new Progress(0, 0, 0, 0), before.nextSyncTime());
    }

    /// A run goes on.
    public ImageMirrorStatus progress(dev.imagemirror.copy.Progress.Snapshot now) {
        return status(before.conditions(), progressOf(now), before.nextSyncTime());
    }

    public static Progress progressOf(dev.imagemirror.copy.Progress.Snapshot now) {
        return new Progress(
                Math.toIntExact(now.tagsDone()), Math.toIntExact(now.tagsTotal()), now.bytesDone(), now.bytesTotal());
    }

    /// What is needed to say how a run ended.
    ///
    /// @param nextSync when the next run is due
    /// @param requestedAt the request that this run answered
    public record End(
            SyncReport report,
            StatusLists lists,
            boolean dryRun,
            Instant nextSync,
            @Nullable String requestedAt) {}

    /// A run ended by itself.
    public ImageMirrorStatus end(End end) {
        Verdict verdict = Verdict.of(end.report(), end.dryRun());
        Instant finished = end.report().finishedAt();
        boolean successful = verdict.ready() == ConditionStatus.True && !end.dryRun();
        return new ImageMirrorStatus(
                generation,
                ended(end, verdict),
                end.lists().summary(),
                null,
                end.lists().sources(),
                finished,
                successful ? finished : before.lastSuccessfulSyncTime(),
                end.nextSync(),
                end.requestedAt() == null ? before.lastHandledReconcileAt() : end.requestedAt());
    }

    /// Nothing runs until the specification is edited.
    public ImageMirrorStatus stall(Reason reason, String message) {
        List<Condition> conditions = conditions()
                .set(ConditionType.Ready, ConditionStatus.False, reason, message)
                .set(ConditionType.Stalled, ConditionStatus.True, reason, message)
                .remove(ConditionType.Reconciling)
                .list();
        return status(conditions, null, null);
    }

    /// Nothing runs until `suspend` is false again. Ready keeps its status and the generation that it is about.
    public ImageMirrorStatus suspend() {
        ConditionStatus ready =
                before.condition(ConditionType.Ready).map(Condition::status).orElse(ConditionStatus.Unknown);
        long observed = before.observedGeneration() == null ? -1 : before.observedGeneration();
        List<Condition> conditions = new ConditionSet(before.conditions(), observed, clock.instant())
                .set(ConditionType.Ready, ready, Reason.Suspended, "runs are suspended; set spec.suspend to false")
                .remove(ConditionType.Reconciling)
                .remove(ConditionType.Stalled)
                .list();
        return new StatusStep(before, observed, clock).status(conditions, null, null);
    }

    private List<Condition> ended(End end, Verdict verdict) {
        List<Failure> failures = end.report().failures().toList();
        int pending = end.lists().summary().pending();
        int leftOut = end.lists().leftOut();
        Optional<Failure> source = first(failures, Set.of(Reason.SourceUnreachable));
        Optional<Failure> authentication = first(failures, AUTHENTICATION);
        Optional<Failure> limited = first(failures, Set.of(Reason.RateLimited));
        ConditionSet conditions = conditions()
                .remove(ConditionType.Reconciling)
                .remove(ConditionType.Stalled)
                .set(ConditionType.Ready, verdict.ready(), verdict.reason(), verdict.message())
                .setWhile(
                        pending > 0,
                        ConditionType.TargetOutOfSync,
                        Reason.OutOfSync,
                        "%d tags are still to be written".formatted(pending))
                .setWhile(
                        leftOut > 0,
                        ConditionType.StatusTruncated,
                        Reason.StatusTooLarge,
                        "%d of %d tags found no room in the status; those that are not Present come first"
                                .formatted(leftOut, end.lists().summary().tags()));
        observe(conditions, ConditionType.SourceUnreachable, source);
        observe(conditions, ConditionType.AuthenticationFailed, authentication);
        observe(conditions, ConditionType.RateLimited, limited);
        return conditions.list();
    }

    private static void observe(ConditionSet conditions, ConditionType type, Optional<Failure> failure) {
        failure.ifPresentOrElse(
                found -> conditions.set(
                        type, ConditionStatus.True, FailureReason.of(found), FailureReason.message(found)),
                () -> conditions.remove(type));
    }

    private static Optional<Failure> first(List<Failure> failures, Set<Reason> reasons) {
        return failures.stream()
                .filter(failure -> reasons.contains(FailureReason.of(failure)))
                .min(Comparator.comparing(failure -> FailureReason.of(failure)));
    }

    private ConditionSet conditions() {
        return new ConditionSet(before.conditions(), generation, clock.instant());
    }

    private ImageMirrorStatus status(
            List<Condition> conditions, @Nullable Progress progress, @Nullable Instant nextSync) {
        return new ImageMirrorStatus(
                generation,
                conditions,
                before.summary(),
                progress,
                before.sources(),
                before.lastSyncTime(),
                before.lastSuccessfulSyncTime(),
                nextSync,
                before.lastHandledReconcileAt());
    }
}
