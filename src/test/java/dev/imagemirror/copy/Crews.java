package dev.imagemirror.copy;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Crews for tests.
public final class Crews {
    private Crews() {}

    /// No threads: the one that copies does all small parts itself, in their order. Large blobs would wait for ever.
    public static Crew none() {
        return new Crew(new NoThreads());
    }

    /// As many threads as are asked for. They end when they were idle for a minute.
    public static Crew many() {
        return new Crew(
                Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()));
    }

    private static final class NoThreads extends AbstractExecutorService {
        @Override
        public void execute(Runnable command) {
            // Nobody does it.
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
