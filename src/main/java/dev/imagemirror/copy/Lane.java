package dev.imagemirror.copy;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutorService;
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

    void add(Waiting waiting) {
        synchronized (queue) {
            queue.add(waiting);
            if (threads == atOnce) {
                return;
            }
            threads++;
        }
        executor.execute(this::workOff);
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
