package dev.imagemirror.operator;

import dev.imagemirror.resource.FailureReason;
import dev.imagemirror.sync.RepositorySpecification;
import dev.imagemirror.sync.SyncListener;
import dev.imagemirror.sync.SyncReport;
import dev.imagemirror.sync.TagReport;
import java.time.Duration;
import org.jboss.logging.Logger;

/// Writes to the log how a run goes: the first tags that fail, and one line at its end; of level DEBUG every tag that
/// is written. Messages are those of the status, so they hold no secrets. Used by one run, on its thread.
final class RunLog implements SyncListener {
    /// Failures of a run that are logged one by one; the line at its end counts all.
    static final int MAX_FAILURES = 5;

    private static final Logger LOG = Logger.getLogger(RunLog.class);

    private final String mirror;
    private int failures;

    /// @param mirror the name that each line begins with
    RunLog(String mirror) {
        this.mirror = mirror;
    }

    @Override
    public void settled(RepositorySpecification source, TagReport tag) {
        if (tag.failure() != null && tag.isFailed()) {
            failures++;
            if (failures <= MAX_FAILURES) {
                LOG.warnf("%s: %s: %s", mirror, tag.target(), FailureReason.message(tag.failure()));
            }
        } else if (tag.written()) {
            LOG.debugf("%s: wrote %s", mirror, tag.target());
        }
    }

    /// The run ended with this.
    void ended(SyncReport report) {
        LOG.infof(
                "%s: %d tags, %d written, %d failures, %d bytes moved, %s",
                mirror,
                report.tags().count(),
                report.copiedTags(),
                report.failures().count(),
                report.copiedBytes(),
                Duration.between(report.startedAt(), report.finishedAt()));
    }
}
