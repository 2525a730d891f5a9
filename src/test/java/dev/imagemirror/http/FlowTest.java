package dev.imagemirror.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FlowTest {
    private static final int BLOCK = 64 * 1024;

    private final Flow flow = new Flow(Duration.ofSeconds(60));
    private long now = -7;

    @Test
    void lessThanAKilobyteASecondIsAStall() {
        read(59, 999);

        assertThat(isStalledWaiting(2)).isTrue();
        assertThat(flow.isSilent()).isFalse();
    }

    @Test
    void aKilobyteASecondIsNone() {
        for (int minute = 0; minute < 5; minute++) {
            read(60, 1_000);
            assertThat(isStalledWaiting(0)).isFalse();
        }
    }

    @Test
    void aStallAfterAGoodStartIsOne() {
        read(30, 1_000_000);
        read(30, 1);
        assertThat(isStalledWaiting(0)).isFalse();

        read(59, 1);
        assertThat(isStalledWaiting(2)).isTrue();
    }

    @Test
    void silenceIsAStall() {
        assertThat(isStalledWaiting(59)).isFalse();
        assertThat(isStalledWaiting(61)).isTrue();
        assertThat(flow.isSilent()).isTrue();
    }

    /// The other end of a copy is what is slow.
    @Test
    void timeThatTheUserSpendsElsewhereDoesNotCount() {
        for (int i = 0; i < 1_000; i++) {
            now += Duration.ofSeconds(10).toNanos();
            assertThat(flow.look(now)).isFalse();
            read(1, 1_000);
        }
        assertThat(isStalledWaiting(1)).isFalse();
    }

    @Test
    void whatComesIsJudgedByItself() {
        isStalledWaiting(59);
        flow.leave(now, 10);
        flow.begin();

        assertThat(isStalledWaiting(59)).isFalse();
    }

    @Test
    void aWriteIsSeenOnlyWhenItIsDone() {
        flow.enter(now, BLOCK);
        assertThat(look(60)).as("all but the last bytes of it may be gone").isFalse();
        flow.leave(now, BLOCK);
        flow.enter(now, BLOCK);
        assertThat(look(59)).isFalse();
        assertThat(look(7)).as("no more can be gone than is in it").isTrue();
    }

    private boolean isStalledWaiting(int seconds) {
        flow.enter(now, 0);
        return look(seconds);
    }

    private boolean look(int seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
        return flow.look(now);
    }

    private void read(int seconds, int bytes) {
        for (int i = 0; i < seconds; i++) {
            flow.enter(now, 0);
            now += Duration.ofSeconds(1).toNanos();
            flow.leave(now, bytes);
        }
    }
}
