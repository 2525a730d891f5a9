package dev.imagemirror.resource;

import dev.imagemirror.api.ConditionStatus;
import dev.imagemirror.api.Reason;
import dev.imagemirror.content.Failure;
import dev.imagemirror.sync.SyncPlan;
import dev.imagemirror.sync.SyncReport;
import dev.imagemirror.sync.TagReport;
import dev.imagemirror.sync.TagState;
import java.util.List;

/// What a finished run means for `Ready`.
public record Verdict(ConditionStatus ready, Reason reason, String message) {
    public static Verdict of(SyncReport report, boolean dryRun) {
        List<Failure> failures = report.failures().toList();
        Verdict verdict = report.isInSync()
                ? new Verdict(ConditionStatus.True, Reason.Succeeded, inSync(report))
                : new Verdict(ConditionStatus.False, reason(failures), outOfSync(report, failures));
        return dryRun ? new Verdict(verdict.ready(), Reason.DryRun, planned(report, verdict)) : verdict;
    }

    private static String planned(SyncReport report, Verdict verdict) {
        return "dry run: %s; %s".formatted(verdict.message(), SyncPlan.of(report));
    }

    private static Reason reason(List<Failure> failures) {
        List<Reason> reasons =
                failures.stream().map(FailureReason::of).distinct().toList();
        return switch (reasons.size()) {
            case 0 -> Reason.OutOfSync;
            case 1 -> reasons.getFirst();
            default -> Reason.SomeTagsFailed;
        };
    }

    private static String inSync(SyncReport report) {
        long present =
                report.tags().filter(tag -> tag.state() == TagState.PRESENT).count();
        long excused = report.tags().count() - present;
        return "%d tags are present%s"
                .formatted(present, excused == 0 ? "" : ", %d others are excused".formatted(excused));
    }

    private static String outOfSync(SyncReport report, List<Failure> failures) {
        long failed = report.tags().filter(TagReport::isFailed).count();
        long pending = report.tags().filter(TagReport::isPending).count();
        if (failures.isEmpty()) {
            return "%d tags are still to be written".formatted(pending);
        }
        long sources = report.sources().stream()
                .filter(source -> source.error() != null)
                .count();
        String count = sources == 0
                ? "%d of %d tags failed".formatted(failed, report.tags().count())
                : "%d sources and %d tags failed".formatted(sources, failed);
        return count + ", first: " + FailureReason.message(failures.getFirst());
    }
}
