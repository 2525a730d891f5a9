package dev.imagemirror.resource;

import dev.imagemirror.api.Counts;
import dev.imagemirror.api.ImageMirrorStatus;
import dev.imagemirror.api.SourceError;
import dev.imagemirror.api.SourceStatus;
import dev.imagemirror.api.Summary;
import dev.imagemirror.api.TagAction;
import dev.imagemirror.api.TagState;
import dev.imagemirror.api.TagStatus;
import dev.imagemirror.content.Failure;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.sync.Action;
import dev.imagemirror.sync.SourceReport;
import dev.imagemirror.sync.SyncReport;
import dev.imagemirror.sync.TagReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A report as it stands in the status: every source with its tags, cut to a byte budget.
///
/// @param leftOut tags that found no room
public record StatusLists(List<SourceStatus> sources, Summary summary, int leftOut) {
    public StatusLists {
        sources = List.copyOf(sources);
    }

    /// @param generation by which the tags were judged
    /// @param dryRun whether tags show what would be done
    /// @param budget bytes for the whole status
    public static StatusLists of(SyncReport report, long generation, boolean dryRun, int budget) {
        List<SourceStatus> whole = report.sources().stream()
                .map(source -> source(source, generation, dryRun))
                .toList();
        List<SourceStatus> cut = new StatusBudget(budget).cut(whole);
        return new StatusLists(cut, summary(report), count(whole) - count(cut));
    }

    /// The bytes of a status as it is stored.
    public static int size(ImageMirrorStatus status) {
        return StatusBudget.size(status);
    }

    private static int count(List<SourceStatus> sources) {
        return sources.stream().mapToInt(source -> source.tags().size()).sum();
    }

    private static SourceStatus source(SourceReport source, long generation, boolean dryRun) {
        return new SourceStatus(
                source.source().specification().text(),
                source.source().repository().toString(),
                source.source().target().toString(),
                counts(source.tags()),
                source.scannedAt(),
                generation,
                error(source.error() == null ? source.prune() : source.error()),
                source.tags().stream().map(tag -> tag(tag, dryRun)).toList());
    }

    private static @Nullable SourceError error(@Nullable Failure failure) {
        return failure == null ? null : new SourceError(FailureReason.of(failure), FailureReason.message(failure));
    }

    private static TagStatus tag(TagReport tag, boolean dryRun) {
        @Nullable Failure failure = tag.failure();
        return new TagStatus(
                tag.name(),
                targetTag(tag),
                state(tag.state()),
                text(tag.digest()),
                text(tag.targetDigest()),
                tag.assumed(),
                tag.writtenTime(),
                tag.since(),
                action(tag, dryRun),
                failure == null ? null : FailureReason.of(failure),
                failure == null ? null : FailureReason.message(failure));
    }

    private static @Nullable String text(@Nullable Digest digest) {
        return digest == null ? null : digest.text();
    }

    private static @Nullable String targetTag(TagReport tag) {
        return tag.target()
                .map(target -> target.tag().text())
                .filter(name -> !name.equals(tag.name()))
                .orElse(null);
    }

    private static @Nullable TagAction action(TagReport tag, boolean dryRun) {
        return switch (tag.action()) {
            case Action.Copy copy -> dryRun ? TagAction.Copy : null;
            case Action.Overwrite overwrite -> dryRun ? TagAction.Overwrite : null;
            case Action.Keep keep -> tag.state() == dev.imagemirror.sync.TagState.CHANGED ? TagAction.Keep : null;
            case Action.Delete delete -> TagAction.Delete;
            case Action.Report report -> null;
            case Action.Skip skip -> null;
        };
    }

    private static TagState state(dev.imagemirror.sync.TagState state) {
        return switch (state) {
            case PRESENT -> TagState.Present;
            case ABSENT -> TagState.Absent;
            case CHANGED -> TagState.Changed;
            case TARGET_ONLY -> TagState.TargetOnly;
            case DESELECTED -> TagState.Deselected;
            case NOT_FOUND -> TagState.NotFound;
            case UNKNOWN -> TagState.Unknown;
        };
    }

    private static Counts counts(List<TagReport> tags) {
        return new Counts(
                tags.size(),
                count(tags, dev.imagemirror.sync.TagState.PRESENT),
                count(tags, dev.imagemirror.sync.TagState.ABSENT),
                count(tags, dev.imagemirror.sync.TagState.CHANGED),
                count(tags, dev.imagemirror.sync.TagState.TARGET_ONLY),
                count(tags, dev.imagemirror.sync.TagState.DESELECTED),
                count(tags, dev.imagemirror.sync.TagState.NOT_FOUND),
                count(tags, dev.imagemirror.sync.TagState.UNKNOWN),
                (int) tags.stream().filter(TagReport::isPending).count(),
                (int) tags.stream().filter(TagReport::isFailed).count());
    }

    private static int count(List<TagReport> tags, dev.imagemirror.sync.TagState state) {
        return (int) tags.stream().filter(tag -> tag.state() == state).count();
    }

    private static Summary summary(SyncReport report) {
        Counts all = counts(report.tags().toList());
        return new Summary(
                report.sources().size(),
                all.tags(),
                all.present(),
                all.absent(),
                all.changed(),
                all.targetOnly(),
                all.deselected(),
                all.notFound(),
                all.unknown(),
                all.pending(),
                all.failed(),
                Math.toIntExact(report.copiedTags()),
                report.copiedBytes());
    }
}
