package dev.imagemirror.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.sync.Action;
import dev.imagemirror.sync.RepositorySpecification;
import dev.imagemirror.sync.SourceReport;
import dev.imagemirror.sync.SyncReport;
import dev.imagemirror.sync.TagReport;
import dev.imagemirror.sync.TagState;
import dev.imagemirror.sync.TargetTag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunLogTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final RepositorySpecification SOURCE = RepositorySpecification.parse("from.example/app");

    private final Logger logger = Logger.getLogger(RunLog.class.getName());
    private final List<Level> levels = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            levels.add(line.getLevel());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private final RunLog log = new RunLog("team/app");

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void stop() {
        logger.removeHandler(handler);
    }

    @Test
    void aRunThatIsWellWritesOneLine() {
        log.settled(SOURCE, tag("1", null));
        log.ended(report());

        assertThat(levels).hasSize(1);
    }

    /// A thousand tags may fail for one reason.
    @Test
    void onlyTheFirstFailuresHaveALine() {
        Failure failure = Failure.of(FailureKind.DENIED, Side.TARGET, "to.example/app", "push a blob", "no");
        for (int i = 0; i < 2 * RunLog.MAX_FAILURES; i++) {
            log.settled(SOURCE, tag("v" + i, failure));
        }
        log.ended(report());

        assertThat(levels).hasSize(RunLog.MAX_FAILURES + 1);
        assertThat(levels.getFirst().intValue()).isGreaterThan(levels.getLast().intValue());
    }

    private static SyncReport report() {
        Repository target = Repository.parse("to.example/app");
        return new SyncReport(
                List.of(new SourceReport(SOURCE, target, null, List.of(), NOW)), NOW, NOW, 0, 0, List.of());
    }

    private static TagReport tag(String name, @Nullable Failure failure) {
        return new TagReport(
                new Tag(name),
                new TargetTag(Repository.parse("to.example/app"), new Tag(name)),
                failure == null ? TagState.PRESENT : TagState.ABSENT,
                null,
                null,
                false,
                new Action.Keep(),
                failure,
                null,
                null,
                false);
    }
}
