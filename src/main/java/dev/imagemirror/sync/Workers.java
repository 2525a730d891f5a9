package dev.imagemirror.sync;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.copy.Attempt;
import dev.imagemirror.copy.WriteLease;
import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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

    /// Does every piece of work and hands over each result on the calling thread, in the order in which they end.
    /// After a cancellation what has not begun is left out.
    ///
    /// @param atOnce how many pieces at once
    /// @param limit how long one piece may take
    <T> void run(Iterator<? extends Work<T>> works, int atOnce, Duration limit, Consumer<T> results) {
        var completion = new ExecutorCompletionService<T>(executor);
        int underWay = 0;
        long looked = System.nanoTime();
        while (true) {
            while (underWay < atOnce && cancelled == null && works.hasNext()) {
                Work<T> work = works.next();
                completion.submit(() -> perform(work, limit));
                underWay++;
            }
            if (underWay == 0) {
                return;
            }
            @Nullable Future<T> done = poll(completion);
            if (done != null) {
                underWay--;
                results.accept(done.resultNow());
            }
            looked = look(looked);
        }
    }

    /// Ends what is under way, in the middle of a blob too, and begins nothing new.
    void cancel(Failure why) {
        cancelled = why;
        running.forEach(watch -> watch.attempt().cancel(why));
    }

    boolean isCancelled() {
        return cancelled != null;
    }

    /// Looks after what is under way, unless that was just done: small images end by the hundred in a second.
    ///
    /// @return when it was done last
    private long look(long last) {
        long now = System.nanoTime();
        if (now - last < WATCH_INTERVAL.toNanos()) {
            return last;
        }
        running.forEach(watch -> watch.look(now));
        return now;
    }

    private <T> @Nullable Future<T> poll(ExecutorCompletionService<T> completion) {
        try {
            return completion.poll(WATCH_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // Whoever interrupts the run wants it to end; the results of what is under way are still collected.
            cancel(Failure.of(FailureKind.CANCELLED, Side.SOURCE, "", "go on", "the run was interrupted"));
            return null;
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
}
