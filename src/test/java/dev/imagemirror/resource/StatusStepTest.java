package dev.imagemirror.resource;

import static dev.imagemirror.api.ConditionStatus.False;
import static dev.imagemirror.api.ConditionStatus.True;
import static dev.imagemirror.api.ConditionStatus.Unknown;
import static dev.imagemirror.resource.Reports.absent;
import static dev.imagemirror.resource.Reports.broken;
import static dev.imagemirror.resource.Reports.failed;
import static dev.imagemirror.resource.Reports.present;
import static dev.imagemirror.resource.Reports.tag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.api.Condition;
import dev.imagemirror.api.ConditionStatus;
import dev.imagemirror.api.ConditionType;
import dev.imagemirror.api.ImageMirrorStatus;
import dev.imagemirror.api.Progress;
import dev.imagemirror.api.Reason;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.sync.Action;
import dev.imagemirror.sync.SyncReport;
import dev.imagemirror.sync.TagState;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The table of conditions in api.md, step by step.
class StatusStepTest {
    private static final Instant T1 = Instant.parse("2026-11-22T10:00:00Z");
    private static final Instant T2 = T1.plusSeconds(60);
    private static final Instant NEXT = T1.plusSeconds(3_600);

    private final ImageMirrorStatus empty = ImageMirrorStatus.empty();

    @Test
    void theFirstRunMakesReadyUnknown() {
        ImageMirrorStatus status = step(empty, 1, T1).begin(false, false);

        assertCondition(status, ConditionType.Ready, Unknown, Reason.Progressing);
        assertCondition(status, ConditionType.Reconciling, True, Reason.Progressing);
        assertThat(status.progress()).isEqualTo(new Progress(0, 0, 0, 0));
        assertThat(status.observedGeneration()).isEqualTo(1);
    }

    @Test
    void aNewGenerationMakesReadyUnknownAgain() {
        ImageMirrorStatus status = step(succeeded(), 2, T2).begin(false, false);

        assertCondition(status, ConditionType.Ready, Unknown, Reason.Progressing);
        assertThat(status.condition(ConditionType.Ready).orElseThrow().lastTransitionTime())
                .isEqualTo(T2);
        assertThat(status.condition(ConditionType.Ready).orElseThrow().observedGeneration())
                .isEqualTo(2);
    }

    @Test
    void aRoutineRunChangesNoCondition() {
        ImageMirrorStatus status = step(succeeded(), 1, T2).begin(true, false);

        assertThat(status.conditions()).isEqualTo(succeeded().conditions());
        assertThat(status.progress()).isNotNull();
        assertThat(status.nextSyncTime()).isEqualTo(NEXT);
    }

    @Test
    void aRetryIsShownAndReadyStays() {
        ImageMirrorStatus failed = end(empty, failed(FailureKind.UNREACHABLE, Side.SOURCE), false);
        ImageMirrorStatus status = step(failed, 1, T2).begin(true, true);

        assertCondition(status, ConditionType.Reconciling, True, Reason.ProgressingWithRetry);
        assertCondition(status, ConditionType.Ready, False, Reason.SourceUnreachable);
    }

    @Test
    void progressIsCountedAndNothingElse() {
        ImageMirrorStatus running = step(empty, 1, T1).begin(false, false);
        ImageMirrorStatus status =
                step(running, 1, T2).progress(new dev.imagemirror.copy.Progress.Snapshot(1, 2, 3, 4));
        assertThat(status.progress()).isEqualTo(new Progress(1, 2, 3, 4));
        assertThat(status.conditions()).isEqualTo(running.conditions());
    }

    @Test
    void aGoodEnd() {
        ImageMirrorStatus status = succeeded();

        assertThat(status.conditions()).extracting(Condition::type).containsExactly(ConditionType.Ready);
        assertCondition(status, ConditionType.Ready, True, Reason.Succeeded);
        assertThat(status.progress()).isNull();
        assertThat(status.lastSyncTime()).isEqualTo(Instant.parse("2026-11-22T10:00:20Z"));
        assertThat(status.lastSuccessfulSyncTime()).isEqualTo(status.lastSyncTime());
        assertThat(status.nextSyncTime()).isEqualTo(NEXT);
        assertThat(status.lastHandledReconcileAt()).isEqualTo("now");
    }

    @Test
    void aTransitionTimeChangesWithItsStatusOnly() {
        ImageMirrorStatus first = end(empty, failed(FailureKind.UNREACHABLE, Side.SOURCE), false);
        ImageMirrorStatus second = endAt(first, failed(FailureKind.DENIED, Side.SOURCE), T2);
        ImageMirrorStatus third = endAt(second, Reports.of(present("1")), T2.plusSeconds(60));

        assertCondition(second, ConditionType.Ready, False, Reason.Denied);
        assertThat(second.condition(ConditionType.Ready).orElseThrow().lastTransitionTime())
                .isEqualTo(T1);
        assertThat(third.condition(ConditionType.Ready).orElseThrow().lastTransitionTime())
                .isEqualTo(T2.plusSeconds(60));
    }

    @ParameterizedTest
    @CsvSource({
        "UNREACHABLE, SOURCE, SourceUnreachable, SourceUnreachable",
        "UNAUTHORIZED, TARGET, Unauthorized, AuthenticationFailed",
        "DENIED, SOURCE, Denied, AuthenticationFailed",
        "SECRET_MISSING, TARGET, SecretNotFound, AuthenticationFailed",
        "SECRET_INVALID, SOURCE, InvalidSecret, AuthenticationFailed",
        "RATE_LIMITED, SOURCE, RateLimited, RateLimited",
        "NOT_FOUND, SOURCE, SourceNotFound,",
        "UNREACHABLE, TARGET, TargetUnreachable,",
    })
    void observationsStandWhileTheyAreTrue(
            FailureKind kind, Side side, Reason reason, @Nullable ConditionType observed) {
        ImageMirrorStatus bad = end(empty, failed(kind, side), false);

        assertCondition(bad, ConditionType.Ready, False, reason);
        assertThat(bad.lastSuccessfulSyncTime()).isNull();
        if (observed == null) {
            assertThat(bad.conditions()).hasSize(1);
        } else {
            assertCondition(bad, observed, True, reason);
        }
        ImageMirrorStatus good = endAt(bad, Reports.of(present("1")), T2);
        assertThat(good.conditions()).extracting(Condition::type).containsExactly(ConditionType.Ready);
    }

    @Test
    void whatIsPendingIsOutOfSync() {
        ImageMirrorStatus status = end(empty, Reports.of(present("1"), absent("2")), false);
        assertCondition(status, ConditionType.Ready, False, Reason.OutOfSync);
        assertCondition(status, ConditionType.TargetOutOfSync, True, Reason.OutOfSync);
    }

    @Test
    void differentReasonsAreSomeTagsFailed() {
        ImageMirrorStatus status = end(
                empty,
                Reports.of(
                        broken("1", FailureKind.UNREACHABLE, Side.SOURCE),
                        broken("2", FailureKind.UNREACHABLE, Side.TARGET)),
                false);
        assertCondition(status, ConditionType.Ready, False, Reason.SomeTagsFailed);
        assertThat(status.condition(ConditionType.Ready).orElseThrow().message())
                .startsWith("2 of 2 tags failed");
    }

    @Test
    void aDryRunIsNoSuccessfulSync() {
        ImageMirrorStatus good = end(empty, Reports.of(present("1")), true);
        assertCondition(good, ConditionType.Ready, True, Reason.DryRun);
        assertThat(good.lastSuccessfulSyncTime()).isNull();
        assertThat(good.lastSyncTime()).isNotNull();

        assertCondition(end(empty, Reports.of(absent("1")), true), ConditionType.Ready, False, Reason.DryRun);
    }

    @Test
    void tagsThatOnlyTheTargetHasAreFine() {
        SyncReport report = Reports.of(
                present("1"), tag("2", TagState.TARGET_ONLY, new Action.Report("the source does not have it"), null));
        assertCondition(end(empty, report, false), ConditionType.Ready, True, Reason.Succeeded);
    }

    @Test
    void aTruncatedStatusSaysSo() {
        SyncReport report = Reports.of(present("1"), present("2"));
        StatusLists lists = StatusLists.of(report, 1, false, StatusBudget.RESERVE + 500);
        ImageMirrorStatus status = step(empty, 1, T1).end(new StatusStep.End(report, lists, false, NEXT, null));
        assertCondition(status, ConditionType.StatusTruncated, True, Reason.StatusTooLarge);
        assertThat(status.condition(ConditionType.StatusTruncated).orElseThrow().message())
                .startsWith(lists.leftOut() + " of 2 tags");
    }

    @Test
    void aStallWaitsForAnEdit() {
        ImageMirrorStatus running = step(succeeded(), 2, T2).begin(false, false);
        ImageMirrorStatus stalled = step(running, 2, T2).stall(Reason.InvalidSpec, "spec.interval: no");

        assertCondition(stalled, ConditionType.Ready, False, Reason.InvalidSpec);
        assertCondition(stalled, ConditionType.Stalled, True, Reason.InvalidSpec);
        assertThat(stalled.condition(ConditionType.Reconciling)).isEmpty();
        assertThat(stalled.progress()).isNull();
        assertThat(stalled.nextSyncTime()).isNull();
        assertThat(stalled.summary())
                .as("what was known stays")
                .isEqualTo(succeeded().summary());
        assertThat(step(stalled, 3, T2).begin(false, false).condition(ConditionType.Stalled))
                .isEmpty();
    }

    @Test
    void aSuspensionKeepsWhatReadySaid() {
        ImageMirrorStatus running = step(succeeded(), 1, T2).begin(true, true);
        ImageMirrorStatus suspended = step(running, 2, T2).suspend();

        assertCondition(suspended, ConditionType.Ready, True, Reason.Suspended);
        Condition ready = suspended.condition(ConditionType.Ready).orElseThrow();
        assertThat(ready.observedGeneration()).isEqualTo(1);
        assertThat(ready.lastTransitionTime()).isEqualTo(T1);
        assertThat(suspended.observedGeneration()).isEqualTo(1);
        assertThat(suspended.progress()).isNull();
        assertThat(suspended.nextSyncTime()).isNull();
        assertThat(suspended.condition(ConditionType.Reconciling)).isEmpty();
    }

    @Test
    void aSuspensionBeforeTheFirstRunIsUnknown() {
        ImageMirrorStatus suspended = step(empty, 1, T1).suspend();
        assertCondition(suspended, ConditionType.Ready, Unknown, Reason.Suspended);
        assertThat(suspended.observedGeneration()).isEqualTo(-1);
    }

    @Test
    void aRequestThatWasNotMadeKeepsTheLastOne() {
        SyncReport report = Reports.of(present("1"));
        StatusLists lists = StatusLists.of(report, 1, false, 100_000);
        ImageMirrorStatus again = step(succeeded(), 1, T2).end(new StatusStep.End(report, lists, false, NEXT, null));
        assertThat(again.lastHandledReconcileAt()).isEqualTo("now");
    }

    private ImageMirrorStatus succeeded() {
        return end(empty, Reports.of(present("1")), false);
    }

    private static ImageMirrorStatus end(ImageMirrorStatus before, SyncReport report, boolean dryRun) {
        StatusLists lists = StatusLists.of(report, 1, dryRun, 100_000);
        return step(before, 1, T1).end(new StatusStep.End(report, lists, dryRun, NEXT, "now"));
    }

    private static ImageMirrorStatus endAt(ImageMirrorStatus before, SyncReport report, Instant now) {
        StatusLists lists = StatusLists.of(report, 1, false, 100_000);
        return step(before, 1, now).end(new StatusStep.End(report, lists, false, NEXT, null));
    }

    private static StatusStep step(ImageMirrorStatus before, long generation, Instant now) {
        return new StatusStep(before, generation, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static void assertCondition(
            ImageMirrorStatus status, ConditionType type, ConditionStatus expected, Reason reason) {
        assertThat(status.condition(type)).hasValueSatisfying(condition -> {
            assertThat(condition.status()).isEqualTo(expected);
            assertThat(condition.reason()).isEqualTo(reason);
        });
    }
}
