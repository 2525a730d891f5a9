package dev.imagemirror.cli;

import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.copy.WriteLease;
import dev.imagemirror.sync.Connections;
import dev.imagemirror.sync.SyncListener;
import dev.imagemirror.sync.SyncReport;
import dev.imagemirror.sync.SyncRequest;
import dev.imagemirror.sync.SyncRunner;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Runs requests of the engine while a person waits. Ctrl-C ends what moves; a tag write that was sent is awaited, so
/// that no tag is left half-written, and so is [#close], so that whoever opened this first cleans up after itself.
final class Foreground implements AutoCloseable {
    private static final Failure WHY =
            Failure.of(FailureKind.CANCELLED, Side.SOURCE, "", "go on", "the command was interrupted");
    private static final long CLEANING_SECONDS = 10;

    private final Thread hook = new Thread(this::interrupt, "interrupt");
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean interrupted;
    private @Nullable SyncRunner running;

    Foreground() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    SyncReport run(SyncRequest request, Connections connections, SyncListener listener) {
        try (ExecutorService workers = workers()) {
            SyncRunner runner = new SyncRunner(request, connections, workers, WriteLease.ALWAYS, Clock.systemUTC());
            begin(runner);
            return runner.run(listener);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending, and the hook at work.
        }
    }

    private synchronized void begin(SyncRunner runner) {
        running = runner;
        if (interrupted) {
            runner.cancel(WHY);
        }
    }

    private void interrupt() {
        cancel();
        try {
            if (!closed.await(CLEANING_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("imagemirror: interrupted before everything was cleaned up");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void cancel() {
        interrupted = true;
        if (running != null) {
            running.cancel(WHY);
        }
    }

    private static ExecutorService workers() {
        return Executors.newCachedThreadPool(
                Thread.ofPlatform().name("worker-", 0).daemon().factory());
    }
}
