package dev.imagemirror.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.resource.Reports;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunLogTest {
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
        log.settled(Reports.SOURCE, Reports.present("1"));
        log.ended(Reports.of(Reports.present("1")));

        assertThat(levels).hasSize(1);
    }

    /// A thousand tags may fail for one reason.
    @Test
    void onlyTheFirstFailuresHaveALine() {
        for (int i = 0; i < 2 * RunLog.MAX_FAILURES; i++) {
            log.settled(Reports.SOURCE, Reports.broken("v" + i, FailureKind.DENIED, Side.TARGET));
        }
        log.ended(Reports.of(Reports.present("1")));

        assertThat(levels).hasSize(RunLog.MAX_FAILURES + 1);
        assertThat(levels.getFirst().intValue()).isGreaterThan(levels.getLast().intValue());
    }

    /// None of its tags may be known.
    @Test
    void aSourceThatFailedHasALine() {
        log.ended(Reports.failed(FailureKind.UNREACHABLE, Side.SOURCE));

        assertThat(levels).hasSize(2);
    }
}
