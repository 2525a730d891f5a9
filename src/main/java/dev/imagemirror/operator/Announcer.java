package dev.imagemirror.operator;

import dev.imagemirror.api.Condition;
import dev.imagemirror.api.ConditionStatus;
import dev.imagemirror.api.ConditionType;
import dev.imagemirror.api.ImageMirror;
import dev.imagemirror.api.ImageMirrorStatus;
import dev.imagemirror.api.Reason;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.operator.EventRecorder.Happening;
import dev.imagemirror.sync.SyncReport;
import dev.imagemirror.sync.TagMemory;
import dev.imagemirror.sync.TagReport;
import dev.imagemirror.sync.TargetTag;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Tells of one mirror's transitions by events, and of nothing else: a success after a success that wrote nothing is
/// no news.
final class Announcer {
    private static final int SHOWN = 5;

    private final EventRecorder events;
    private @Nullable Reason failing;
    private boolean limited;

    Announcer(EventRecorder events, ImageMirrorStatus status) {
        this.events = events;
        this.failing = failing(status);
        this.limited = isLimited(status);
    }

    /// The specification is refused.
    void refused(ImageMirror mirror, String message) {
        events.record(mirror, Happening.InvalidSpec, message);
    }

    /// Tags that the source moved, and that this run wrote over.
    ///
    /// @param before what was recorded before this run
    void changed(ImageMirror mirror, SyncReport report, Map<TargetTag, TagMemory> before) {
        List<String> moved = report.tags()
                .filter(tag -> tag.written() && isMove(before.get(tag.target()), tag))
                .map(tag -> tag.target().toString())
                .toList();
        if (!moved.isEmpty()) {
            events.record(mirror, Happening.TagChanged, "the source moved " + few(moved) + "; the target followed");
        }
    }

    private static boolean isMove(@Nullable TagMemory before, TagReport now) {
        return before != null && before.writtenTime() != null && !Objects.equals(before.digest(), now.digest());
    }

    /// A run ended with this status.
    void ended(ImageMirror mirror, ImageMirrorStatus status, SyncReport report) {
        Condition ready = status.condition(ConditionType.Ready).orElseThrow();
        @Nullable Reason now = failing(status);
        if (now != null && now != failing) {
            events.record(mirror, Happening.SyncFailed, ready.message());
        } else if (now == null && (failing != null || report.copiedTags() > 0)) {
            events.record(
                    mirror,
                    Happening.SyncSucceeded,
                    "%s; this run wrote %d%s".formatted(ready.message(), report.copiedTags(), left(report)));
        }
        if (isLimited(status) && !limited) {
            events.record(
                    mirror,
                    Happening.RateLimited,
                    status.condition(ConditionType.RateLimited).orElseThrow().message());
        }
        failing = now;
        limited = isLimited(status);
    }

    /// The layers that a run could not hand on, a few of them by name.
    private static String left(SyncReport report) {
        List<String> layers = report.leftLayers().stream().map(Digest::text).toList();
        return layers.isEmpty()
                ? ""
                : "; %d layers that may not be handed on stay where their images say: %s"
                        .formatted(layers.size(), few(layers));
    }

    private static String few(List<String> names) {
        String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
        return names.size() > SHOWN ? "%s and %d more".formatted(shown, names.size() - SHOWN) : shown;
    }

    private static @Nullable Reason failing(ImageMirrorStatus status) {
        return status.condition(ConditionType.Ready)
                .filter(ready -> ready.status() == ConditionStatus.False)
                .map(Condition::reason)
                .orElse(null);
    }

    private static boolean isLimited(ImageMirrorStatus status) {
        return status.condition(ConditionType.RateLimited).isPresent();
    }
}
