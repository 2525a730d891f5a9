package dev.imagemirror.sync;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.copy.Attempt;
import dev.imagemirror.copy.WriteLease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Does pieces of work, a bounded number at once, watches over each, and can end them all. The thread that calls
/// [#run] is the watchdog; [#cancel] may be called by any thread.
final class Workers {
    private static final Duration WATCH_INTERVAL = Duration.ofMillis(500);

    private final ExecutorService executor;
    private final WriteLease lease;
    private final Set<Watch> running = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Failure cancelled;

    Workers(ExecutorService executor, WriteLease lease) {
        this.executor = executor;
        this.lease = lease;
    }

    /// One piece of work. Whatever goes wrong in it comes back through [#failed], so a result there always is.
    interface Work<T> {
        T perform(Attempt attempt);

        T failed(Failure failure);

        /// The repository that messages about this work name.
        String place();
    }

    /// Does every piece of work and hands over each result, one at a time, in the order in which they end. The thread
    /// that did the work hands it over and takes the next piece, so that none has to be woken for either. After a
    /// cancellation what has not begun is left out.
    ///
    /// @param atOnce how many pieces at once
    /// @param limit how long one piece may take
    <T> void run(Iterator<? extends Work<T>> works, int atOnce, Duration limit, Consumer<T> results) {
        var shift = new Shift<>(works, limit, results);
        var threads = new ArrayList<CompletableFuture<?>>();
        try {
            while (threads.size() < atOnce && shift.hasNext()) {
                threads.add(CompletableFuture.runAsync(shift, executor));
            }
        } catch (OutOfMemoryError | RejectedExecutionException e) {
            // No further thread is to be had: those that there are do all. To leave would orphan them.
            if (threads.isEmpty()) {
                throw e;
            }
        }
        CompletableFuture<?> all = CompletableFuture.allOf(threads.toArray(CompletableFuture[]::new));
        while (!isDone(all)) {
            long now = System.nanoTime();
            running.forEach(watch -> watch.look(now));
        }
        all.join();
    }

    /// Ends what is under way, in the middle of a blob too, and begins nothing new.
    void cancel(Failure why) {
        cancelled = why;
        running.forEach(watch -> watch.attempt().cancel(why));
    }

    boolean isCancelled() {
        return cancelled != null;
    }

    /// Waits for the end, or until it is time to look after what is under way.
    private boolean isDone(CompletableFuture<?> all) {
        try {
            all.get(WATCH_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        } catch (InterruptedException e) {
            // Whoever interrupts the run wants it to end; the results of what is under way are still handed over.
            cancel(Failure.of(FailureKind.CANCELLED, Side.SOURCE, "", "go on", "the run was interrupted"));
            return false;
        }
    }

    private <T> T perform(Work<T> work, Duration limit) {
        Watch watch = new Watch(new Attempt(lease), work.place(), limit);
        running.add(watch);
        try {
            Failure why = cancelled;
            return why != null ? work.failed(why) : watch.attempt().run(() -> work.perform(watch.attempt()));
        } catch (ContentException e) {
            return work.failed(e.failure());
        } catch (RuntimeException e) {
            // One of two broad catches: whatever is wrong with one image, the others go on.
            System.getLogger(Workers.class.getName())
                    .log(System.Logger.Level.ERROR, "unexpected failure at " + work.place(), e);
            return work.failed(Failure.of(
                    FailureKind.INTERNAL, Side.SOURCE, work.place(), "copy", "a fault of imagemirror: " + e));
        } finally {
            running.remove(watch);
        }
    }

    /// Work that several threads take from, each until nothing is left, or until the receiver of the results throws.
    private final class Shift<T> implements Runnable {
        private final Iterator<? extends Work<T>> works;
        private final Duration limit;
        private final Consumer<T> results;
        private final Object taking = new Object();
        private final Object handing = new Object();
        private volatile boolean broken;

        Shift(Iterator<? extends Work<T>> works, Duration limit, Consumer<T> results) {
            this.works = works;
            this.limit = limit;
            this.results = results;
        }

        @Override
        public void run() {
            for (Work<T> work = next(); work != null; work = next()) {
                handOver(perform(work, limit));
            }
        }

        boolean hasNext() {
            synchronized (taking) {
                return cancelled == null && !broken && works.hasNext();
            }
        }

        /// Null when nothing is left.
        private @Nullable Work<T> next() {
            synchronized (taking) {
                return hasNext() ? works.next() : null;
            }
        }

        /// Others may take work meanwhile.
        private void handOver(T result) {
            synchronized (handing) {
                boolean received = false;
                try {
                    results.accept(result);
                    received = true;
                } finally {
                    broken = broken || !received;
                }
            }
        }
    }
}
