package dev.imagemirror.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.MemoryContent.Call;
import dev.imagemirror.content.MemoryContent.Entry;
import dev.imagemirror.content.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WorkersTest extends MirrorScene {
    private static final Failure STOP = Failure.of(FailureKind.CANCELLED, Side.SOURCE, "", "go on", "suspended");

    @Test
    void neverDoesMoreAtOnceThanAsked() {
        mirror.concurrency = 3;
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        // The first three images wait for each other, so three at once there must be.
        CountDownLatch together = new CountDownLatch(3);
        target.hook(new MemoryContent.Hook() {
            @Override
            public void before(Entry entry) {
                if (entry.call() == Call.TAG) {
                    most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                    together.countDown();
                    await(together);
                }
            }

            @Override
            public void after(Entry entry) {
                if (entry.call() == Call.TAG) {
                    atOnce.decrementAndGet();
                }
            }
        });
        for (int i = 0; i < 50; i++) {
            source.put("v" + i, source.addImage("image " + i));
        }

        assertThat(mirror.run(APP).isInSync()).isTrue();
        assertThat(most).hasValue(3);
    }

    @Test
    void aCancelEndsWhatMovesAndBeginsNothing() throws Exception {
        mirror.concurrency = 2;
        Semaphore underWay = new Semaphore(0);
        CountDownLatch never = new CountDownLatch(1);
        source.hook(new MemoryContent.Hook() {
            @Override
            public void before(Entry entry) {
                if (entry.call() == Call.OPEN) {
                    underWay.release();
                    await(never);
                }
            }
        });
        for (int i = 0; i < 10; i++) {
            source.put("v" + i, source.addImage("image " + i));
        }
        SyncRunner runner = mirror.runner(mirror.request(APP));
        var run = CompletableFuture.supplyAsync(runner::run, mirror.executor);
        underWay.acquire(4); // both blobs of two images

        long cancelledAt = System.nanoTime();
        runner.cancel(STOP);
        SyncReport report = run.get(10, TimeUnit.SECONDS);

        assertThat(Duration.ofNanos(System.nanoTime() - cancelledAt)).isLessThan(Duration.ofSeconds(1));
        assertThat(runner.isCancelled()).isTrue();
        // Two that moved, and as many whose manifest was read and that waited.
        assertThat(report.failures()).hasSizeBetween(2, 4).containsOnly(STOP);
        assertThat(target.tagged()).isEmpty();
        assertThat(source.count(Call.FETCH)).isBetween(2, 4);
    }

    /// Not `CANCELLED`: a time-out is tried again.
    @Test
    void anImageThatTakesTooLongTimesOut() {
        mirror.imageTimeout = Duration.ofMillis(300);
        CountDownLatch never = new CountDownLatch(1);
        source.hook(new MemoryContent.Hook() {
            @Override
            public void before(Entry entry) {
                if (entry.call() == Call.OPEN) {
                    await(never);
                }
            }
        });
        source.put("1", source.addImage("one"));

        SyncReport report = mirror.run(APP + ":1");

        assertThat(report.failures()).extracting(Failure::kind).containsExactly(FailureKind.TIMEOUT);
        assertThat(Mirror.tag(report, "1").state()).isEqualTo(TagState.ABSENT);
        assertThat(target.tagged()).isEmpty();
    }

    @Test
    void aRunThatWasCancelledBeforeItBeganAsksNothing() {
        source.put("1", source.addImage("one"));
        SyncRunner runner = mirror.runner(mirror.request(APP));
        runner.cancel(STOP);

        SyncReport report = runner.run();

        assertThat(mirror.calls()).isZero();
        assertThat(report.isInSync()).isFalse();
    }

    @Test
    void anInterruptOfTheRunEndsIt() throws Exception {
        CountDownLatch opened = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        source.hook(new MemoryContent.Hook() {
            @Override
            public void before(Entry entry) {
                if (entry.call() == Call.OPEN) {
                    opened.countDown();
                    await(never);
                }
            }
        });
        source.put("1", source.addImage("one"));
        SyncRunner runner = mirror.runner(mirror.request(APP));
        CompletableFuture<SyncReport> report = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().daemon().start(() -> report.complete(runner.run()));
        opened.await();

        thread.interrupt();

        assertThat(report.get(10, TimeUnit.SECONDS).failures())
                .extracting(Failure::kind)
                .containsExactly(FailureKind.CANCELLED);
    }

    @Test
    void resultsAreHandedOverOneAtATime() {
        mirror.concurrency = 3;
        CountDownLatch written = new CountDownLatch(3);
        target.hook(new MemoryContent.Hook() {
            @Override
            public void after(Entry entry) {
                if (entry.call() == Call.TAG) {
                    written.countDown();
                }
            }
        });
        for (int i = 0; i < 20; i++) {
            source.put("v" + i, source.addImage("image " + i));
        }
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<String> settled = new ArrayList<>();

        mirror.runner(mirror.request(APP)).run((from, tag) -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            // The first one holds up the others, which are done with their images.
            await(written);
            settled.add(tag.name());
            atOnce.decrementAndGet();
        });

        assertThat(most).hasValue(1);
        assertThat(settled).hasSize(20);
    }

    @Test
    void goesOnWithTheThreadsThatThereAre() {
        mirror.concurrency = 8;
        for (int i = 0; i < 20; i++) {
            source.put("v" + i, source.addImage("image " + i));
        }
        try (var threads = new ThreadPoolExecutor(1, 2, 1, TimeUnit.MINUTES, new SynchronousQueue<>())) {
            assertThat(mirror.runner(mirror.request(APP), threads).run().isInSync())
                    .isTrue();
        }
        assertThat(target.tagged()).hasSize(20);
    }

    @Test
    void nothingBeginsAfterTheReceiverOfResultsFailed() {
        mirror.concurrency = 2;
        for (int i = 0; i < 50; i++) {
            source.put("v" + i, source.addImage("image " + i));
        }
        SyncRunner runner = mirror.runner(mirror.request(APP));
        AtomicInteger results = new AtomicInteger();

        assertThatThrownBy(() -> runner.run((from, tag) -> {
                    if (results.incrementAndGet() == 1) {
                        throw new IllegalStateException("no room for results");
                    }
                }))
                .hasMessageContaining("no room for results");
        // At most what was looked at when it failed.
        assertThat(target.tagged()).hasSizeBetween(1, 4);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
