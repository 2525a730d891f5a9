package dev.imagemirror.operator;

import dev.imagemirror.content.Failure;
import dev.imagemirror.resource.FailureReason;
import dev.imagemirror.sync.SourceReport;
import dev.imagemirror.sync.SyncListener;
import dev.imagemirror.sync.SyncReport;
import dev.imagemirror.sync.SyncSource;
import dev.imagemirror.sync.TagReport;
import dev.imagemirror.sync.TargetTag;
import java.time.Duration;
import org.jboss.logging.Logger;

/// Writes to the log how a run goes: the first tags and sources that fail, what it deletes, the first tags that it does
/// not delete for a reason, and one line at its end; of level DEBUG every tag that is written. Messages are those of
/// the status, so they hold no secrets. Used by one run, by one thread at a time.
final class RunLog implements SyncListener {
    /// Failures of a run that are logged one by one; the line at its end counts all.
    static final int MAX_FAILURES = 5;

    private static final Logger LOG = Logger.getLogger(RunLog.class);

    private final String mirror;
    private int failures;
    private int kept;

    /// @param mirror the name that each line begins with
    RunLog(String mirror) {
        this.mirror = mirror;
    }

    @Override
    public void settled(SyncSource source, TagReport tag) {
        if (tag.failure() != null && tag.isFailed()) {
            warn(name(source, tag), tag.failure());
        } else if (tag.isDeleted()) {
            LOG.infof(
                    "%s: deleted %s: %s",
                    mirror, name(source, tag), tag.action().why());
        } else if (tag.isKept() && kept < MAX_FAILURES) {
            kept++;
            LOG.infof(
                    "%s: did not delete %s: %s",
                    mirror, name(source, tag), tag.action().why());
        } else if (tag.written()) {
            LOG.debugf("%s: wrote %s", mirror, name(source, tag));
        }
    }

    private void warn(Object what, Failure failure) {
        failures++;
        if (failures <= MAX_FAILURES) {
            LOG.warnf("%s: %s: %s", mirror, what, FailureReason.message(failure));
        }
    }

    /// Of a name that no target accepts, the source's.
    private static String name(SyncSource source, TagReport tag) {
        return tag.target().map(TargetTag::toString).orElseGet(() -> "%s, %s".formatted(source, tag.name()));
    }

    /// The run ended with this.
    void ended(SyncReport report) {
        for (SourceReport source : report.sources()) {
            if (source.error() != null) {
                warn(source.source(), source.error());
            }
            if (source.prune() != null) {
                warn(source.source(), source.prune());
            }
        }
        LOG.infof(
                "%s: %d tags, %d written, %d deleted, %d failures, %d bytes moved, %s",
                mirror,
                report.tags().count(),
                report.copiedTags(),
                report.deleted().size(),
                report.failures().count(),
                report.copiedBytes(),
                Duration.between(report.startedAt(), report.finishedAt()));
    }
}
