package dev.imagemirror.copy;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One piece of work that others can end at any moment, in the middle of a blob too, but never in the middle of a tag
/// write: a request that changes a tag, once sent, is awaited. One thread leads it, others may do parts of it.
///
/// [#run] and [#assist] belong to the working threads; [#cancel] may be called by any thread, often.
public final class Attempt {
    private final WriteLease lease;
    private final Transfer transfer = new Transfer();
    /// Those to interrupt. Guarded by itself, as are the two fields below.
    private final Set<Thread> workers = new HashSet<>();

    private @Nullable Failure cancelled;
    private int writing;
    private volatile long startedAt = System.nanoTime();
    private volatile boolean waiting;

    public Attempt(WriteLease lease) {
        this.lease = lease;
    }

    /// Does the work on the calling thread, which [#cancel] interrupts from then on.
    ///
    /// @throws ContentException with the failure that was given to [#cancel], if that came first
    public <T> T run(Supplier<T> work) {
        enter();
        try {
            return work.get();
        } catch (ContentException e) {
            Failure why = reason(e);
            throw why.equals(e.failure()) ? e : new ContentException(why, e);
        } finally {
            leave();
        }
    }

    /// Ends the work for this reason; the first reason stays.
    public void cancel(Failure why) {
        synchronized (workers) {
            if (cancelled == null) {
                cancelled = why;
                if (writing == 0) {
                    workers.forEach(Thread::interrupt);
                }
            }
        }
    }

    /// Why the work really ended: whatever broke after [#cancel] broke because of it.
    public Failure reason(ContentException thrown) {
        synchronized (workers) {
            return cancelled == null ? thrown.failure() : cancelled;
        }
    }

    /// How long the work has taken, in nanoseconds, since it last waited for others.
    ///
    /// @param nanoTime now, by [System#nanoTime]
    public long elapsed(long nanoTime) {
        return waiting ? 0 : nanoTime - startedAt;
    }

    /// Waits for others: the time of this attempt counts from the end of the wait.
    public <T> T untimed(Supplier<T> wait) {
        waiting = true;
        try {
            return wait.get();
        } finally {
            startedAt = System.nanoTime();
            waiting = false;
        }
    }

    boolean isCancelled() {
        synchronized (workers) {
            return cancelled != null;
        }
    }

    /// What moves in this attempt at the moment.
    public Transfer transfer() {
        return transfer;
    }

    /// Does a part of the work on another thread, which [#cancel] interrupts too.
    void assist(Runnable part) {
        enter();
        try {
            part.run();
        } finally {
            leave();
        }
    }

    /// Makes one change of a tag, unless this attempt was ended or the lease is not held.
    public <T> T changeTag(Supplier<T> write) {
        synchronized (workers) {
            throwIfCancelled();
            throwUnlessHeld();
            writing++;
        }
        try {
            return write.get();
        } finally {
            synchronized (workers) {
                writing--;
                if (cancelled != null && writing == 0) {
                    workers.forEach(Thread::interrupt);
                }
            }
        }
    }

    private void throwUnlessHeld() {
        if (!lease.isHeld()) {
            throw new ContentException(Failure.of(
                    FailureKind.CANCELLED, Side.TARGET, "", "write a tag", "this operator's lease is not fresh"));
        }
    }

    private void enter() {
        synchronized (workers) {
            throwIfCancelled();
            workers.add(Thread.currentThread());
        }
    }

    private void leave() {
        synchronized (workers) {
            workers.remove(Thread.currentThread());
            // Clears a late interrupt, so that the thread's next piece of work starts clean.
            Thread.interrupted();
        }
    }

    private void throwIfCancelled() {
        if (cancelled != null) {
            throw new ContentException(cancelled);
        }
    }
}
