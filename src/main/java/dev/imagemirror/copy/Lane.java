package dev.imagemirror.copy;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// A queue that a bounded number of threads work off, the largest first. Threads come when there is work and go when
/// there is none. Safe for use by many threads.
final class Lane {
    private final ExecutorService executor;
    private final int atOnce;
    private final PriorityQueue<Waiting> queue =
            new PriorityQueue<>(Comparator.comparingLong(Waiting::size).reversed());
    private int threads;

    Lane(ExecutorService executor, int atOnce) {
        this.executor = executor;
        this.atOnce = atOnce;
    }

    /// What waits here. It must not throw.
    interface Waiting extends Runnable {
        long size();
    }

    /// Puts it in line. Where no further thread is to be had, those that there are do it.
    ///
    /// @return false when there are none; then it is not in line
    boolean add(Waiting waiting) {
        synchronized (queue) {
            queue.add(waiting);
            if (threads == atOnce) {
                return true;
            }
            threads++;
        }
        try {
            executor.execute(this::workOff);
            return true;
        } catch (OutOfMemoryError | RejectedExecutionException e) {
            return isLeftToOthers(waiting);
        }
    }

    private boolean isLeftToOthers(Waiting waiting) {
        synchronized (queue) {
            threads--;
            return threads > 0 || !queue.remove(waiting);
        }
    }

    private void workOff() {
        for (Waiting next = next(); next != null; next = next()) {
            next.run();
        }
    }

    /// Null when this thread is not needed any more.
    private @Nullable Waiting next() {
        synchronized (queue) {
            Waiting next = queue.poll();
            if (next == null) {
                threads--;
            }
            return next;
        }
    }
}
