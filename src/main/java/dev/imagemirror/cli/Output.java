package dev.imagemirror.cli;

import dev.imagemirror.api.Reason;
import dev.imagemirror.content.Failure;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.resource.FailureReason;
import dev.imagemirror.sync.Action;
import dev.imagemirror.sync.SourceReport;
import dev.imagemirror.sync.SyncListener;
import dev.imagemirror.sync.SyncPlan;
import dev.imagemirror.sync.SyncReport;
import dev.imagemirror.sync.SyncSource;
import dev.imagemirror.sync.TagReport;
import dev.imagemirror.sync.TagState;
import dev.imagemirror.sync.TargetTag;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What people and scripts read: a line per tag as it settles, then a summary per mirror.
final class Output implements SyncListener {
    private static final long KILO = 1000;

    private static final int MOST_REASONS = 5;
    /// Of the first columns, with the space after them.
    private static final int STATE_WIDTH = 11;

    private static final int DONE_WIDTH = 10;

    private final PrintWriter out;
    private final Wording wording;
    private final boolean planning;

    /// @param planning whether each line says why
    Output(PrintWriter out, Wording wording, boolean planning) {
        this.out = out;
        this.wording = wording;
        this.planning = planning;
    }

    /// What differs between commands.
    interface Wording {
        /// Of a mirror.
        Wording MIRROR = new Wording() {};

        /// The name of a tag, or of a digest, which alone holds a colon.
        default String source(SyncSource source, TagReport tag) {
            return source.repository() + (tag.name().indexOf(':') < 0 ? ":" : "@") + tag.name();
        }

        default String target(TagReport tag) {
            return tag.target().map(TargetTag::toString).orElse("-");
        }

        default String message(Failure failure) {
            return FailureReason.message(failure);
        }
    }

    @Override
    public void settled(SyncSource source, TagReport tag) {
        out.println(line(
                word(tag.state()),
                done(tag),
                wording.source(source, tag) + " -> " + wording.target(tag) + (tag.assumed() ? " ASSUMED" : "")
                        + remark(tag)));
        out.flush();
    }

    void summarise(String mirror, SyncReport report) {
        if (!report.leftLayers().isEmpty()) {
            out.printf(
                    "%s: layers that may not be handed on stay where their images say: %s%n",
                    mirror, report.leftLayers().stream().map(Digest::text).collect(Collectors.joining(", ")));
        }
        long present =
                report.tags().filter(tag -> tag.state() == TagState.PRESENT).count();
        Duration time = Duration.between(report.startedAt(), report.finishedAt());
        out.printf(
                Locale.ROOT,
                "%s: %d tags, %d present, %d copied, %s%d failed, %s in %s%n",
                mirror,
                report.tags().count(),
                present,
                report.copiedTags(),
                report.deleted().isEmpty() ? "" : report.deleted().size() + " deleted, ",
                report.failures().count(),
                bytes(report.copiedBytes()),
                seconds(time));
        if (planning) {
            out.printf("%s: plan: %s%n", mirror, SyncPlan.of(report));
        }
        lookFirst(report);
        out.flush();
    }

    /// What a person should look at first: whole sources, then the reasons that hold up most tags, each with its first
    /// message.
    private void lookFirst(SyncReport report) {
        for (SourceReport source : report.sources()) {
            if (source.error() != null) {
                out.println(line("FAILED", "-", source.source() + why(source.error())));
            }
            if (source.prune() != null) {
                out.println(line("NOT PRUNED", "-", source.source() + why(source.prune())));
            }
        }
        Map<Reason, List<Failure>> reasons = report.tags()
                .filter(TagReport::isFailed)
                .map(TagReport::failure)
                .filter(Objects::nonNull)
                .collect(Collectors.groupingBy(FailureReason::of, TreeMap::new, Collectors.toList()));
        reasons.values().stream()
                .sorted(Comparator.<List<Failure>>comparingInt(List::size).reversed())
                .limit(MOST_REASONS)
                .forEach(same -> out.printf("look first: %d x%s%n", same.size(), why(same.getFirst())));
    }

    /// Not by a format: that takes a twentieth of the time of a run that finds everything there.
    private static String line(String state, String done, String rest) {
        return column(state, STATE_WIDTH) + column(done, DONE_WIDTH) + rest;
    }

    private static String column(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
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
        if (tag.isDeleted()) {
            return "deleted";
        }
        return switch (tag.action()) {
            case Action.Copy copy -> "copy";
            case Action.Overwrite overwrite -> "overwrite";
            case Action.Keep keep -> tag.state() == TagState.CHANGED ? "keep" : "-";
            case Action.Delete delete -> "delete";
            case Action.Report report -> "-";
            case Action.Skip skip -> "skip";
        };
    }

    private String remark(TagReport tag) {
        if (tag.failure() != null) {
            return why(tag.failure());
        }
        return planning || tag.isDeleted() || tag.isKept()
                ? "  " + tag.action().why()
                : tag.written() ? "  " + seconds(tag.outcome().took()) : "";
    }

    private String why(Failure failure) {
        return "  " + FailureReason.of(failure) + ": " + wording.message(failure);
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
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
