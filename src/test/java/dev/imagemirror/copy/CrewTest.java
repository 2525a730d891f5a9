package dev.imagemirror.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class CrewTest {
    private static final Failure STOP = Failure.of(FailureKind.CANCELLED, Side.SOURCE, "", "go on", "suspended");

    private final Attempt attempt = new Attempt(WriteLease.ALWAYS);
    private final Queue<String> done = new ConcurrentLinkedQueue<>();

    @Test
    void theLargestThatWaitsIsNext() {
        Queue<Runnable> threads = new ArrayDeque<>();
        Lane lane = new Lane(new Crews.Recording(threads), 1);

        List.of(5L, 30L, 10L).forEach(size -> lane.add(waiting(size)));
        assertThat(threads).as("one thread for all").hasSize(1);
        threads.forEach(Runnable::run);

        assertThat(done).containsExactly("30", "10", "5");
    }

    @Test
    void smallPartsAreDoneAtOnce() {
        CyclicBarrier together = new CyclicBarrier(8);

        run(
                Crews.many(),
                IntStream.range(0, 8)
                        .mapToObj(i -> new Crew.Part(1, () -> await(together)))
                        .toList());

        assertThat(together.getNumberWaiting()).isZero();
    }

    @Test
    void smallPartsDoNotWaitForLargeOnes() {
        CountDownLatch small = new CountDownLatch(1);
        List<Crew.Part> parts = new ArrayList<>(IntStream.range(0, 10)
                .mapToObj(i -> new Crew.Part(Crew.LARGE + 1, () -> await(small)))
                .toList());
        parts.add(new Crew.Part(1, small::countDown));

        run(Crews.many(), parts);

        assertThat(small.getCount()).isZero();
    }

    @Test
    void onePartAloneNeedsNoOtherThread() {
        Queue<Runnable> threads = new ArrayDeque<>();

        run(new Crew(new Crews.Recording(threads), 1), List.of(new Crew.Part(1, () -> done.add("it"))));

        assertThat(done).containsExactly("it");
        assertThat(threads).isEmpty();
    }

    @Test
    void afterAFailureNothingElseBegins() {
        List<Crew.Part> parts = List.of(
                new Crew.Part(1, () -> {
                    throw new ContentException(STOP);
                }),
                new Crew.Part(1, () -> done.add("later")));

        assertThatThrownBy(() -> run(Crews.none(), parts)).hasMessage(STOP.toString());
        assertThat(done).isEmpty();
    }

    @Test
    void aFailureWaitsForNothingThatStandsInLine() {
        Crew crew = Crews.many();
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(4);
        List<Crew.Part> others = IntStream.range(0, 4)
                .mapToObj(i -> new Crew.Part(Crew.LARGE + 2, () -> {
                    busy.countDown();
                    await(goOn);
                }))
                .toList();
        Thread.ofPlatform().daemon().start(() -> crew.perform(others, new Attempt(WriteLease.ALWAYS)));
        await(busy);
        List<Crew.Part> parts = List.of(new Crew.Part(Crew.LARGE + 1, () -> done.add("later")), new Crew.Part(1, () -> {
            throw new ContentException(STOP);
        }));

        assertThatThrownBy(() -> run(crew, parts)).hasMessage(STOP.toString());

        goOn.countDown();
        assertThat(done).isEmpty();
    }

    @Test
    void whereNoThreadIsToBeHadTheCallerDoesAll() {
        Crew crew = new Crew(Crews.refusing(), 1);

        run(
                crew,
                Stream.of(1L, Crew.LARGE + 1, 2L)
                        .map(size -> new Crew.Part(size, () -> done.add("" + size)))
                        .toList());

        assertThat(done).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, Crew.LARGE + 1})
    void aFaultOfThisProgramIsToldAsItIs(long size) {
        List<Crew.Part> parts = List.of(new Crew.Part(size, () -> {
            throw new AssertionError("a fault");
        }));

        assertThatThrownBy(() -> run(Crews.many(), parts))
                .isInstanceOf(AssertionError.class)
                .hasMessage("a fault");
    }

    @Test
    void anEndReachesThePartsOnAllThreads() {
        CountDownLatch begun = new CountDownLatch(4);
        CountDownLatch never = new CountDownLatch(1);
        List<Crew.Part> parts = IntStream.range(0, 6)
                .mapToObj(i -> new Crew.Part(Crew.LARGE + 1, () -> {
                    begun.countDown();
                    await(never);
                }))
                .toList();
        Thread.ofPlatform().daemon().start(() -> {
            await(begun);
            attempt.cancel(STOP);
        });

        assertThatThrownBy(() -> run(Crews.many(), parts)).hasMessage(STOP.toString());
    }

    private void run(Crew crew, List<Crew.Part> parts) {
        attempt.run(() -> {
            crew.perform(parts, attempt);
            return true;
        });
    }

    private Lane.Waiting waiting(long size) {
        return new Lane.Waiting() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public void run() {
                done.add("" + size);
            }
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new ContentException(STOP, e);
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
