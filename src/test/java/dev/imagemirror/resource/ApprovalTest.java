package dev.imagemirror.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.api.ImageMirrorStatus;
import dev.imagemirror.content.FailureKind;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApprovalTest {
    private static final String PLAN = "0123456789abcdef";

    @Test
    void onlyThePlanThatWasRefusedIsAwaited() {
        assertThat(Approval.isAwaited(status(FailureKind.PRUNE_REFUSED), PLAN)).isTrue();
        assertThat(Approval.isAwaited(status(FailureKind.PRUNE_REFUSED), "fedcba9876543210"))
                .isFalse();
        assertThat(Approval.isAwaited(status(FailureKind.PRUNE_UNSUPPORTED), PLAN))
                .isFalse();
        assertThat(Approval.isAwaited(ImageMirrorStatus.empty(), PLAN)).isFalse();
    }

    /// Each would be a reason for a run after each run.
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "plan", "0123", "the plan is 0123456789abcdef"})
    void aWordOfTheMessageIsNoApproval(String word) {
        assertThat(Approval.isAwaited(status(FailureKind.PRUNE_REFUSED), word)).isFalse();
    }

    private static ImageMirrorStatus status(FailureKind kind) {
        var report = Reports.of(Reports.unpruned(kind, "the plan is " + PLAN));
        var end =
                new StatusStep.End(report, StatusLists.of(report, 1, false, 256 * 1024), false, Reports.FINISHED, null);
        return new StatusStep(ImageMirrorStatus.empty(), 1, Clock.fixed(Reports.FINISHED, ZoneOffset.UTC)).end(end);
    }
}
