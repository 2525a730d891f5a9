package dev.imagemirror.registry;

import static dev.imagemirror.registry.FaultPhase.DELETE;
import static dev.imagemirror.registry.FaultPhase.LIST;
import static dev.imagemirror.registry.FaultPhase.LOOK;
import static dev.imagemirror.registry.FaultPhase.READ_BLOB;
import static dev.imagemirror.registry.FaultPhase.READ_MANIFEST;
import static dev.imagemirror.registry.FaultPhase.RESOLVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.RequestKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The fault matrix (requirements, F), as far as it concerns the client alone. Each row in each of its phases:
/// the operation recovers, or fails in time with side, host, operation and reason; nothing wrong can be seen at the
/// target; and the next operation works.
@Timeout(30)
class FaultMatrixTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void holds(FaultRow.Case faultCase) {
        FaultRow row = faultCase.row();
        FaultPhase phase = faultCase.phase();
        try (FaultBench bench = row.bench().get()) {
            row.script().accept(bench, phase);
            int before = bench.at(phase.side).count(phase.request);

            String outcome = outcome(bench, phase);
            System.out.println(faultCase);

            assertThat(outcome).isEqualTo(row.outcome());
            assertThat(bench.at(phase.side).count(phase.request) - before).isLessThanOrEqualTo(row.requests());
            assertThat(phase == DELETE || bench.isTargetWhole()).isTrue();
            bench.heal();
            assertThat(outcome(bench, phase)).isIn("done", "absent");
            assertThat(phase == DELETE || bench.isTargetWhole()).isTrue();
        }
    }

    private static String outcome(FaultBench bench, FaultPhase phase) {
        try {
            return phase.run(bench);
        } catch (ContentException e) {
            Failure failure = e.failure();
            assertThat(failure.side()).isEqualTo(phase.side);
            assertThat(failure.place())
                    .isEqualTo(bench.at(phase.side)
                            .repository(FaultBench.REPOSITORY)
                            .toString());
            assertThat(failure.operation()).isNotBlank();
            assertThat(failure.detail()).isNotBlank().doesNotContain("canary");
            return failure.kind().name();
        }
    }

    static Stream<FaultRow.Case> rows() {
        return FaultRows.all().stream().flatMap(FaultRow::cases);
    }

    @ParameterizedTest
    @EnumSource(names = {"RESOLVE", "LIST", "READ_MANIFEST", "LOOK", "PUT_TAG", "REFERRERS", "DELETE"})
    void f8AWrongPasswordIsShownOnce(FaultPhase phase) {
        try (FaultBench bench = FaultBench.patient().locked("another")) {
            for (int i = 0; i < 3; i++) {
                assertThat(outcome(bench, phase)).isEqualTo("UNAUTHORIZED");
            }

            assertThat(bench.count(RequestKind.TOKEN)).isEqualTo(1);
        }
    }

    @Test
    void f13AUsedUpQuotaStopsPullsAndNothingElse() {
        try (FaultBench bench = FaultBench.patient()) {
            Fault quota = new Fault.Change(
                    answer -> answer.with("ratelimit-limit", "100;w=21600").with("ratelimit-remaining", "0;w=21600"));
            bench.from.fault(RequestKind.MANIFEST_HEAD, 1, quota);
            RESOLVE.run(bench);

            assertThat(outcome(bench, READ_MANIFEST)).isEqualTo("RATE_LIMITED");
            assertThat(bench.from.count(RequestKind.MANIFEST_GET)).isZero();
            assertThat(outcome(bench, RESOLVE)).isEqualTo("done");
            assertThat(outcome(bench, READ_BLOB)).isEqualTo("done");
        }
    }

    @Test
    void f35TwoWritersOfAFallbackTagLoseNothing() throws Exception {
        try (FaultBench bench = FaultBench.patient();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            bench.fillTarget();
            List<Manifest> referrers =
                    IntStream.range(0, 4).mapToObj(bench::referrer).toList();
            List<Future<?>> writes = new ArrayList<>();
            for (Manifest referrer : referrers) {
                writes.add(threads.submit(() -> bench.target().push(referrer)));
            }
            for (Future<?> write : writes) {
                write.get();
            }

            assertThat(bench.target().referrers(bench.manifest.digest()))
                    .extracting(referrer -> referrer.descriptor().digest())
                    .containsExactlyInAnyOrderElementsOf(
                            referrers.stream().map(Manifest::digest).toList());
        }
    }

    @Test
    void f42AnotherPasswordIsUsedFromTheNextRequestOn() {
        try (FaultBench bench = FaultBench.patient().locked("another")) {
            assertThat(outcome(bench, RESOLVE)).isEqualTo("UNAUTHORIZED");

            bench.credential("another");

            assertThat(outcome(bench, RESOLVE)).isEqualTo("done");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RESOLVE", "LIST", "READ_MANIFEST", "LOOK", "VERIFY", "REFERRERS", "DELETE"})
    void f43AnAddressThatIsNotAllowedIsNotReached(FaultPhase phase) {
        try (FaultBench bench = FaultBench.strict()) {
            assertThat(outcome(bench, phase)).isEqualTo("ADDRESS_REFUSED");
            assertThat(bench.from.requests()).isEmpty();
            assertThat(bench.to.requests()).isEmpty();
        }
    }

    @Test
    void f44NoJumpOfTheCalendarMakesATokenLiveOrDie() {
        try (FaultBench bench = FaultBench.patient().locked()) {
            for (int hours : new int[] {0, 1, -1}) {
                bench.calendar(Duration.ofHours(hours));
                assertThat(outcome(bench, RESOLVE)).isEqualTo("done");
            }
            assertThat(bench.count(RequestKind.TOKEN)).isEqualTo(1);

            bench.nanos.addAndGet(Duration.ofMinutes(10).toNanos());
            assertThat(outcome(bench, RESOLVE)).isEqualTo("done");
            assertThat(bench.count(RequestKind.TOKEN)).isEqualTo(2);
        }
    }

    @Test
    void f50AHostThatIsDownHoldsUpNoOther() throws InterruptedException {
        try (FaultBench bench = FaultBench.patient()) {
            bench.to.faultAlways(RequestKind.BLOB_HEAD, new Fault.StallBeforeAnswer());
            List<Thread> waiting = IntStream.range(0, 20)
                    .mapToObj(i -> Thread.ofVirtual().start(() -> Harness.failure(() -> LOOK.run(bench))))
                    .toList();
            bench.to.awaitStall();

            assertThat(outcome(bench, READ_MANIFEST)).isEqualTo("done");
            assertThat(outcome(bench, LIST)).isEqualTo("done");

            waiting.forEach(Thread::interrupt);
            for (Thread thread : waiting) {
                thread.join();
            }
        }
    }
}
