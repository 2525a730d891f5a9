package dev.imagemirror.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacingTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Origin HOST = Origin.of(URI.create("https://a.test"));
    private static final Origin OTHER = Origin.of(URI.create("https://b.test"));

    private final AtomicLong nanos = new AtomicLong(-5);
    private final Pacing pacing = new Pacing(new FakeTicker(nanos), Pacing.PATIENCE);
    private final Pace pace = pacing.at(HOST, "me");

    @Test
    void aShortPauseIsWaitedFor() {
        answer(pace, 429, "Retry-After", "2");

        pace.admit(Load.METADATA).close();

        assertThat(nanos.get()).isEqualTo(-5 + Duration.ofSeconds(2).toNanos());
    }

    @Test
    void aLongPauseSendsTheWorkerAway() {
        answer(pace, 429, "Retry-After", "31");

        var refused = catchThrowableOfType(HostPausedException.class, () -> pace.admit(Load.METADATA));

        assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(31));
        assertThat(refused).hasMessage("a.test: it asked to be left alone for a while; it is asked again in 31 s");
        assertThat(pace.isLong(Load.UPLOAD)).isTrue();
    }

    @ParameterizedTest(name = "{0} and Retry-After {1} pause me {2} s, another account {3} s")
    @CsvSource({
        "429, 7, 7, 0",
        "503, 7, 7, 7",
        "429, 'Sun, 22 Nov 2026 10:00:30 GMT', 30, 0",
        "503, 1795341660, 60, 60",
        "429, 99999999, 900, 0",
        "503, soon, 0, 0"
    })
    void aPauseConcernsTheAccountOrTheHost(int status, String value, long mine, long theirs) {
        answer(pace, status, "Retry-After", value);

        assertThat(pace.left(Load.METADATA)).isEqualTo(Duration.ofSeconds(mine));
        assertThat(pacing.at(HOST, "you").left(Load.METADATA)).isEqualTo(Duration.ofSeconds(theirs));
        assertThat(pacing.at(OTHER, "me").left(Load.METADATA)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e30", "-1", "soon", "", "Sun, 22 Nov 2026 09:00:00 GMT"})
    void refusalsWithoutATimeWaitLongerAndLongerUntilOneSucceeds(String value) {
        Duration wait = Duration.ZERO;
        for (int i = 0; i < 4; i++) {
            answer(pace, 429, "Retry-After", value);
            answer(pace, 429, "Retry-After", value); // was under way together with the first
            wait = pace.left(Load.METADATA);
            pace.admit(Load.METADATA).close();
        }
        answer(pace, 200, "X", "");
        answer(pace, 429, "Retry-After", value);

        assertThat(wait).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(12));
        assertThat(pace.left(Load.METADATA)).isBetween(Duration.ofMillis(500), Duration.ofMillis(1500));
    }

    @Test
    void aPauseThatComesWhileWaitingInLineHolds() throws InterruptedException {
        List<Permit> all = fill(pace, Load.UPLOAD);
        var waited = new AtomicReference<Long>();
        Thread next = Thread.ofPlatform().start(() -> {
            pace.admit(Load.UPLOAD).close();
            waited.set(nanos.get());
        });
        pace.learn(all.getFirst(), 503, header("Retry-After", "9"), NOW);
        all.forEach(Permit::close);
        next.join();

        assertThat(waited.get()).isEqualTo(-5 + Duration.ofSeconds(9).toNanos());
    }

    @Test
    void anInterruptedWaitEndsAtOnce() throws InterruptedException {
        List<Permit> all = fill(pace, Load.DOWNLOAD);
        var thrown = new AtomicReference<TransportException>();
        Thread waiting = Thread.ofPlatform()
                .start(() ->
                        thrown.set(catchThrowableOfType(TransportException.class, () -> pace.admit(Load.DOWNLOAD))));
        waiting.interrupt();
        waiting.join();

        assertThat(thrown.get().fault()).isEqualTo(TransportFault.CANCELLED);
        all.forEach(Permit::close);
        pace.admit(Load.DOWNLOAD).close();
    }

    @ParameterizedTest
    @EnumSource
    void oneHostThatIsFullDoesNotHoldUpAnotherNorItsOwnOtherLanes(Load load) {
        List<Permit> all = fill(pace, load);
        Set<Load> others = load == Load.METADATA || load == Load.PULL
                ? EnumSet.complementOf(EnumSet.of(Load.METADATA, Load.PULL))
                : EnumSet.complementOf(EnumSet.of(load));

        pacing.at(OTHER, "me").admit(load).close();
        others.forEach(other -> pace.admit(other).close());

        all.forEach(Permit::close);
    }

    @Test
    void tenRefusalsAtOnceHalveTheLimitOnce() {
        List<Permit> all = fill(pace, Load.METADATA);
        all.forEach(permit -> pace.learn(permit, 503, Headers.NONE, NOW));
        all.forEach(Permit::close);
        assertThat(pace.limit(Load.METADATA)).isEqualTo(4);

        for (int i = 0; i < 9; i++) {
            try (Permit permit = pace.admit(Load.METADATA)) {
                pace.learn(permit, 503, Headers.NONE, NOW);
            }
        }
        assertThat(pace.limit(Load.METADATA)).isEqualTo(1);
    }

    @Test
    void theLimitGrowsByOneWhileEverythingIsInUseAndNothingGetsSlower() throws InterruptedException {
        grow(Load.METADATA, 200, limit -> Duration.ofMillis(10));
        assertThat(pace.limit(Load.METADATA)).isEqualTo(32);
        grow(Load.UPLOAD, 50, limit -> Duration.ofMillis(10));
        assertThat(pace.limit(Load.UPLOAD)).isEqualTo(4);
    }

    @Test
    void theLimitStopsGrowingWhereMoreAtOnceIsSlower() throws InterruptedException {
        grow(Load.METADATA, 200, limit -> Duration.ofMillis(limit > 12 ? 100 : 10));
        assertThat(pace.limit(Load.METADATA)).isBetween(12, 13);
    }

    @Test
    void theLimitStaysWhereNobodyWaits() {
        for (int i = 0; i < 100; i++) {
            pace.admit(Load.METADATA).close();
        }
        assertThat(pace.limit(Load.METADATA)).isEqualTo(8);
    }

    @Test
    void whatRemainsIsVisibleForEachAccountUntilItsWindowHasPassed() {
        answer(pace, 200, "RateLimit-Remaining", "98;w=21600");
        answer(pacing.at(HOST, "you"), 200, "RateLimit-Remaining", "4;w=60");
        assertThat(pacing.rateLimits()).extracting(RateLimit::remaining).containsExactlyInAnyOrder(98L, 4L);

        nanos.addAndGet(Duration.ofSeconds(61).toNanos());

        assertThat(pacing.rateLimits()).extracting(RateLimit::remaining).containsExactly(98L);
    }

    @Test
    void aReserveOfPullsIsLeftToOthers() {
        quota(100, 10);

        assertThat(catchThrowableOfType(HostPausedException.class, () -> pace.admit(Load.PULL)))
                .hasMessage("a.test: its quota of pulls is nearly used up; it is asked again in 900 s");
        pace.admit(Load.METADATA).close();
        pace.admit(Load.DOWNLOAD).close();
        pacing.at(HOST, "you").admit(Load.PULL).close();

        quota(100, 11);
        pace.admit(Load.PULL).close();
    }

    @Test
    void aHostWithoutAnswersIsTriedOnceAnInterval() {
        for (int i = 0; i < Breaker.FAILURES; i++) {
            pace.admit(Load.METADATA).close();
            pace.fail();
        }

        for (int interval = 0; interval < 2; interval++) {
            assertThat(catchThrowableOfType(
                            TransportException.class,
                            () -> pacing.at(HOST, "you").admit(Load.PULL)))
                    .hasMessage("a.test: no answer to 16 requests in a row; one is tried every 15 s");
            pacing.at(OTHER, "me").admit(Load.PULL).close();
            nanos.addAndGet(Breaker.INTERVAL.toNanos());
            pace.admit(Load.METADATA).close();
        }
        answer(pace, 404, "X", "");
        pace.admit(Load.METADATA).close();
        pace.admit(Load.METADATA).close();
    }

    @Test
    void anAnswerInBetweenIsNoRowOfFailures() {
        for (int i = 0; i < 3 * Breaker.FAILURES; i++) {
            pace.fail();
            if (i % 5 == 0) {
                answer(pace, 500, "X", "");
            }
        }
        pace.admit(Load.METADATA).close();
    }

    @Test
    void repetitionsAreATenthOfTheRequests() {
        for (int i = 0; i < Breaker.SAVED; i++) {
            assertThat(pace.repeats()).isTrue();
        }
        assertThat(pacing.at(HOST, "you").repeats()).isFalse();
        assertThat(pacing.at(OTHER, "me").repeats()).isTrue();

        for (int i = 0; i < 10; i++) {
            assertThat(pace.repeats()).isFalse();
            answer(pace, 200, "X", "");
        }
        assertThat(pace.repeats()).isTrue();
        assertThat(pace.repeats()).isFalse();
    }

    private void quota(long limit, long remaining) {
        try (Permit permit = pace.admit(Load.METADATA)) {
            pace.learn(
                    permit,
                    200,
                    header("RateLimit-Limit", limit + ";w=21600").with("RateLimit-Remaining", remaining + ";w=21600"),
                    NOW);
        }
    }

    /// Uses all places again and again, each time with one more who waits.
    private void grow(Load load, int rounds, IntFunction<Duration> time) throws InterruptedException {
        for (int round = 0; round < rounds; round++) {
            List<Permit> all = fill(pace, load);
            var queued = new CountDownLatch(1);
            Thread one = Thread.ofPlatform().start(() -> {
                queued.countDown();
                pace.admit(load).close();
            });
            queued.await();
            while (one.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            nanos.addAndGet(time.apply(all.size()).toNanos());
            all.forEach(Permit::close);
            one.join();
        }
    }

    private static List<Permit> fill(Pace pace, Load load) {
        List<Permit> all = new ArrayList<>();
        int limit = pace.limit(load);
        for (int i = 0; i < limit; i++) {
            all.add(pace.admit(load));
        }
        return all;
    }

    /// The answer to a request that was let in before.
    private void answer(Pace asked, int status, String name, String value) {
        try (Permit permit = pacing.at(OTHER, "nobody").admit(Load.METADATA)) {
            asked.learn(permit, status, header(name, value), NOW);
        }
    }

    private static Headers header(String name, String value) {
        return Headers.NONE.with(name, value);
    }
}
