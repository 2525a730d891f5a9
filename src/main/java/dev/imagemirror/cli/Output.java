package dev.imagemirror.cli;

import dev.imagemirror.content.Failure;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.resource.FailureReason;
import dev.imagemirror.sync.Action;
import dev.imagemirror.sync.RepositorySpecification;
import dev.imagemirror.sync.SourceReport;
import dev.imagemirror.sync.SyncListener;
import dev.imagemirror.sync.SyncReport;
import dev.imagemirror.sync.TagReport;
import dev.imagemirror.sync.TagState;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What people and scripts read: a line per tag as it settles, then a summary per mirror.
final class Output implements SyncListener {
    private static final long KILO = 1000;

    private final PrintWriter out;
    private final Wording wording;

    Output(PrintWriter out, Wording wording) {
        this.out = out;
        this.wording = wording;
    }

    /// What differs between commands.
    interface Wording {
        /// Of a mirror.
        Wording MIRROR = new Wording() {};

        default String source(RepositorySpecification source, TagReport tag) {
            return source.repository() + ":" + tag.tag();
        }

        default String target(TagReport tag) {
            return tag.target().toString();
        }

        default String message(Failure failure) {
            return FailureReason.message(failure);
        }
    }

    @Override
    public void settled(RepositorySpecification source, TagReport tag) {
        out.printf(
                "%-10s %-9s %s -> %s%s%s%n",
                word(tag.state()),
                done(tag),
                wording.source(source, tag),
                wording.target(tag),
                tag.assumed() ? " ASSUMED" : "",
                why(tag.failure()));
        out.flush();
    }

    void summarise(String mirror, SyncReport report) {
        for (SourceReport source : report.sources()) {
            if (source.error() != null) {
                out.printf("%-10s %-9s %s%s%n", "FAILED", "-", source.specification(), why(source.error()));
            }
        }
        if (!report.leftLayers().isEmpty()) {
            out.printf(
                    "%s: layers that may not be handed on stay where their images say: %s%n",
                    mirror, report.leftLayers().stream().map(Digest::text).collect(Collectors.joining(", ")));
        }
        long present =
                report.tags().filter(tag -> tag.state() == TagState.PRESENT).count();
        long failed = report.failures().count();
        Duration time = Duration.between(report.startedAt(), report.finishedAt());
        out.printf(
                Locale.ROOT,
                "%s: %d tags, %d present, %d copied, %d failed, %s in %.1f s%n",
                mirror,
                report.tags().count(),
                present,
                report.copiedTags(),
                failed,
                bytes(report.copiedBytes()),
                time.toMillis() / 1000.0);
        out.flush();
    }

    /// The words of lstags, which scripts know.
    private static String word(TagState state) {
        return switch (state) {
            case PRESENT -> "PRESENT";
            case ABSENT -> "ABSENT";
            case CHANGED -> "CHANGED";
            case TARGET_ONLY -> "LOCAL_ONLY";
            case DESELECTED -> "DESELECTED";
            case NOT_FOUND -> "NOT_FOUND";
            case UNKNOWN -> "UNKNOWN";
        };
    }

    private static String done(TagReport tag) {
        if (tag.written()) {
            return "copied";
        }
        return switch (tag.action()) {
            case Action.Copy() -> "copy";
            case Action.Overwrite overwrite -> "overwrite";
            case Action.Keep() -> "-";
        };
    }

    private String why(@Nullable Failure failure) {
        return failure == null ? "" : "  " + FailureReason.of(failure) + ": " + wording.message(failure);
    }

    private static String bytes(long count) {
        if (count < KILO) {
            return count + " B";
        }
        if (count < KILO * KILO) {
            return String.format(Locale.ROOT, "%.1f kB", count / (double) KILO);
        }
        return String.format(Locale.ROOT, "%.1f MB", count / (double) (KILO * KILO));
    }
}
