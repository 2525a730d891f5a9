package dev.imagemirror.operator;

import dev.imagemirror.api.Condition;
import dev.imagemirror.api.ConditionStatus;
import dev.imagemirror.api.ConditionType;
import dev.imagemirror.api.ImageMirror;
import dev.imagemirror.api.ImageMirrorStatus;
import dev.imagemirror.api.Reason;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.operator.EventRecorder.Happening;
import dev.imagemirror.resource.TagRecords;
import dev.imagemirror.sync.SyncMemory;
import dev.imagemirror.sync.SyncReport;
import dev.imagemirror.sync.TagMemory;
import dev.imagemirror.sync.TagReport;
import dev.imagemirror.sync.TargetTag;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tells of one mirror's transitions by events, and of nothing else: a success after a success that wrote nothing is
/// no news.
final class Announcer {
    private static final int SHOWN = 5;

    private final EventRecorder events;
    private @Nullable Reason failing;
    private boolean limited;
    private Set<TargetTag> movedImmutable;

    Announcer(EventRecorder events, ImageMirrorStatus status) {
        this.events = events;
        this.failing = failing(status);
        this.limited = isLimited(status);
        this.movedImmutable = movedImmutable(status);
    }

    /// The specification is refused.
    void refused(ImageMirror mirror, String message) {
        events.record(mirror, Happening.InvalidSpec, message);
    }

    /// Tags that the source moved and this run wrote over, and immutable ones that moved and were left alone.
    ///
    /// @param before what was recorded before this run
    void changed(ImageMirror mirror, SyncReport report, SyncMemory before) {
        tell(
                report,
                tag -> tag.written() && isMove(before, tag),
                moved -> events.record(
                        mirror, Happening.TagChanged, "the source moved " + moved + "; the target followed"));
        Set<TargetTag> now = report.tags()
                .filter(TagReport::isMoveOfImmutable)
                .flatMap(tag -> tag.target().stream())
                .collect(Collectors.toUnmodifiableSet());
        tell(
                report,
                tag -> tag.isMoveOfImmutable() && isNew(tag),
                moved -> events.record(
                        mirror, Happening.ImmutableTagMoved, "%s moved, and stays as it was".formatted(moved)));
        movedImmutable = now;
    }

    /// Tags that this run deleted.
    void pruned(ImageMirror mirror, SyncReport report) {
        if (!report.deleted().isEmpty()) {
            events.record(
                    mirror,
                    Happening.Pruned,
                    "deleted %d tags: %s".formatted(report.deleted().size(), few(names(report.deleted().stream()))));
        }
    }

    private boolean isNew(TagReport tag) {
        return tag.target().filter(movedImmutable::contains).isEmpty();
    }

    private static void tell(SyncReport report, Predicate<TagReport> wanted, Consumer<String> teller) {
        List<String> tags = names(report.tags().filter(wanted));
        if (!tags.isEmpty()) {
            teller.accept(few(tags));
        }
    }

    private static List<String> names(Stream<TagReport> tags) {
        return tags.flatMap(tag -> tag.target().stream())
                .map(TargetTag::toString)
                .toList();
    }

    private static boolean isMove(SyncMemory before, TagReport now) {
        @Nullable TagMemory known = now.target().map(before.tags()::get).orElse(null);
        return known != null && known.writtenTime() != null && !Objects.equals(known.digest(), now.digest());
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

    /// What was told of before this operator started.
    private static Set<TargetTag> movedImmutable(ImageMirrorStatus status) {
        return TagRecords.withReason(status, Reason.ImmutableTagMoved);
    }

    private static boolean isLimited(ImageMirrorStatus status) {
        return status.condition(ConditionType.RateLimited).isPresent();
    }
}
