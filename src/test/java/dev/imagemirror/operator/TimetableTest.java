package dev.imagemirror.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.api.ImageMirrorStatus;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Registry;
import dev.imagemirror.operator.Timetable.Due;
import dev.imagemirror.sync.PathSeparator;
import dev.imagemirror.sync.RepositorySpecification;
import dev.imagemirror.sync.SourceReport;
import dev.imagemirror.sync.SyncReport;
import dev.imagemirror.sync.SyncSource;
import dev.imagemirror.sync.TargetMapping;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimetableTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void theFirstRunIsDueAtOnce() {
        Timetable times = exact();
        assertThat(times.due(NOW, false)).isEqualTo(Due.FULL);
        assertThat(times.due(NOW.minusMillis(1), false)).isEqualTo(Due.NOTHING);
    }

    @Test
    void theNextComesAfterTheInterval() {
        Timetable times = exact();
        times.begun(NOW, HOUR, false);
        times.ended(report(), NOW.plusSeconds(10));

        assertThat(times.next()).isEqualTo(NOW.plus(HOUR));
        assertThat(times.due(NOW.plus(HOUR), false)).isEqualTo(Due.FULL);
        assertThat(times.isRetrying()).isFalse();
    }

    @Test
    void jittersByATenthEitherWay() {
        Random random = new Random(1);
        double least = 2;
        double most = 0;
        for (int i = 0; i < 2_000; i++) {
            Timetable times = new Timetable(random, NOW);
            times.begun(NOW, HOUR, false);
            double factor = Duration.between(NOW, times.next()).toMillis() / (double) HOUR.toMillis();
            least = Math.min(least, factor);
            most = Math.max(most, factor);
        }
        assertThat(least).isBetween(0.9, 0.91);
        assertThat(most).isBetween(1.09, 1.1);
    }

    @Test
    void backsOffFromThirtySecondsToFifteenMinutes() {
        Timetable times = exact();
        times.begun(NOW, Duration.ofDays(1), false);
        for (int seconds : List.of(30, 60, 120, 240, 480, 900, 900, 900)) {
            times.ended(report(failure(FailureKind.UNREACHABLE, null)), NOW);
            assertThat(times.next()).isEqualTo(NOW.plusSeconds(seconds));
            assertThat(times.due(NOW.plusSeconds(seconds), false)).isEqualTo(Due.RETRY);
            assertThat(times.isRetrying()).isTrue();
            times.begun(NOW, Duration.ofDays(1), true);
            assertThat(times.due(NOW.plusSeconds(10_000), false)).isEqualTo(Due.NOTHING);
        }
    }

    @Test
    void aGoodRunForgetsTheBackOff() {
        Timetable times = exact();
        times.ended(report(failure(FailureKind.UNREACHABLE, null)), NOW);
        times.ended(report(failure(FailureKind.UNREACHABLE, null)), NOW);
        times.ended(report(), NOW);
        assertThat(times.isRetrying()).isFalse();
        times.begun(NOW, HOUR, false);
        times.ended(report(failure(FailureKind.UNREACHABLE, null)), NOW);
        assertThat(times.next()).isEqualTo(NOW.plusSeconds(30));
    }

    @Test
    void failuresForAPersonWaitForTheInterval() {
        Timetable times = exact();
        times.begun(NOW, HOUR, false);
        times.ended(report(failure(FailureKind.DENIED, Duration.ofSeconds(1))), NOW);
        assertThat(times.next()).isEqualTo(NOW.plus(HOUR));
    }

    @ParameterizedTest
    @CsvSource({"5, 30", "300, 300", "3000, 3000"})
    void waitsAsLongAsTheRegistryAsks(int asked, int waited) {
        Timetable times = exact();
        times.begun(NOW, Duration.ofDays(1), false);
        times.ended(
                report(
                        failure(FailureKind.UNREACHABLE, null),
                        failure(FailureKind.RATE_LIMITED, Duration.ofSeconds(asked))),
                NOW);
        assertThat(times.next()).isEqualTo(NOW.plusSeconds(waited));
    }

    /// Earlier than it asked is as bad as not waiting at all.
    @Test
    void neverComesBeforeTheTimeTheRegistryAskedFor() {
        Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            Timetable times = new Timetable(random, NOW.plus(Duration.ofDays(1)));
            times.ended(report(failure(FailureKind.RATE_LIMITED, Duration.ofMinutes(5))), NOW);
            assertThat(times.next()).isBetween(NOW.plusSeconds(300), NOW.plusSeconds(330));
        }
    }

    @Test
    void aRequestComesFirst() {
        Timetable times = exact();
        times.begun(NOW, HOUR, false);
        times.hurry(NOW.plusSeconds(5));
        assertThat(times.due(NOW.plusSeconds(5), false)).isEqualTo(Due.FULL);
    }

    @Test
    void anEditNeedsNoWaiting() {
        Timetable times = exact();
        times.begun(NOW, HOUR, false);
        assertThat(times.due(NOW, true)).isEqualTo(Due.FULL);
    }

    /// Also while the generation is not covered, which is a reason of its own all the time.
    @Test
    void restsAfterAFaultWhateverTheReasonToBegin() {
        Timetable times = exact();
        times.begun(NOW, HOUR, false);
        times.ended(report(failure(FailureKind.UNREACHABLE, null)), NOW.minusSeconds(60));
        times.rest(NOW);

        Instant rested = NOW.plus(Timetable.REST);
        assertThat(times.due(rested.minusMillis(1), true)).isEqualTo(Due.NOTHING);
        assertThat(times.due(rested.minusMillis(1), false)).isEqualTo(Due.NOTHING);
        assertThat(times.next()).isEqualTo(rested);
        assertThat(times.due(rested, false)).isEqualTo(Due.FULL);
    }

    @Test
    void progressIsWrittenEveryFifteenSecondsAtMost() {
        ProgressPace pace = new ProgressPace();
        pace.begun(NOW);
        assertThat(pace.isDue(NOW.plusSeconds(14))).isFalse();
        assertThat(pace.isDue(NOW.plusSeconds(15))).isTrue();

        pace.written(NOW, ImageMirrorStatus.empty());
        assertThat(pace.interval()).hasSeconds(15);
    }

    @Test
    void aLargeStatusIsWrittenMoreSeldom() {
        ProgressPace pace = new ProgressPace();
        ImageMirrorStatus large =
                new ImageMirrorStatus(null, List.of(), null, null, List.of(), null, null, null, "x".repeat(400 * 1024));
        pace.written(NOW, large);
        assertThat(pace.interval()).hasSeconds(40);
        assertThat(pace.isDue(NOW.plusSeconds(39))).isFalse();
    }

    private static Timetable exact() {
        // In the middle of the jitter.
        RandomGenerator middle = () -> Long.MIN_VALUE;
        return new Timetable(middle, NOW);
    }

    private static Failure failure(FailureKind kind, @Nullable Duration retryAfter) {
        return new Failure(kind, Side.SOURCE, "quay.io", "list the tags", "the cause", 0, retryAfter);
    }

    private static SyncReport report(Failure... failures) {
        List<SourceReport> sources = Stream.of(failures)
                .map(failure -> new SourceReport(
                        SyncSource.of(
                                RepositorySpecification.parse("quay.io/app"),
                                TargetMapping.of(Registry.parse("to.example"), "/", PathSeparator.SLASH)),
                        failure,
                        null,
                        List.of(),
                        NOW))
                .toList();
        return new SyncReport(sources, NOW, NOW, List.of(), 0, 0, List.of(), List.of());
    }
}
