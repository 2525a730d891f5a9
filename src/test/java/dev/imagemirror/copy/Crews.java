package dev.imagemirror.copy;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/// Crews for tests.
public final class Crews {
    /// Images at once, more than any test wants.
    private static final int MANY = 1_000;

    private Crews() {}

    /// No threads: the one that copies does all small parts itself, in their order. Large blobs would wait for ever.
    public static Crew none() {
        return new Crew(new Recording(new ConcurrentLinkedQueue<>()), MANY);
    }

    /// As many threads as are asked for. They end when they were idle for a minute.
    public static Crew many() {
        return new Crew(
                Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()), MANY);
    }

    /// As on a machine that has no threads left.
    static ExecutorService refusing() {
        return new Recording(new ConcurrentLinkedQueue<>()) {
            @Override
            public void execute(Runnable command) {
                throw new RejectedExecutionException("no threads");
            }
        };
    }

    /// Notes what it was given, and does none of it.
    static class Recording extends AbstractExecutorService {
        private final Queue<Runnable> given;

        Recording(Queue<Runnable> given) {
            this.given = given;
        }

        @Override
        public void execute(Runnable command) {
            given.add(command);
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
