package dev.imagemirror.copy;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One piece of work on one thread that others can end at any moment, in the middle of a blob too, but never in the
/// middle of a tag write: a request that changes a tag, once sent, is awaited.
///
/// [#run] belongs to the working thread; [#cancel] may be called by any thread, often.
public final class Attempt {
    private final WriteLease lease;
    private final Transfer transfer = new Transfer();
    private final ReentrantLock gate = new ReentrantLock();
    private final AtomicReference<@Nullable Failure> cancelled = new AtomicReference<>();
    private @Nullable Thread worker;

    public Attempt(WriteLease lease) {
        this.lease = lease;
    }

    /// Does the work on the calling thread, which [#cancel] interrupts from then on.
    ///
    /// @throws ContentException with the failure that was given to [#cancel], if that came first
    public <T> T run(Supplier<T> work) {
        begin();
        try {
            return work.get();
        } catch (ContentException e) {
            Failure why = reason(e);
            throw why.equals(e.failure()) ? e : new ContentException(why, e);
        } finally {
            end();
        }
    }

    /// Ends the work for this reason; the first reason stays.
    public void cancel(Failure why) {
        if (!cancelled.compareAndSet(null, why) || !gate.tryLock()) {
            // Whoever holds the gate is at a tag write, the last thing an attempt does, or looks at `cancelled` next.
            return;
        }
        try {
            if (worker != null) {
                worker.interrupt();
            }
        } finally {
            gate.unlock();
        }
    }

    /// Why the work really ended: whatever broke after [#cancel] broke because of it.
    public Failure reason(ContentException thrown) {
        Failure why = cancelled.get();
        return why == null ? thrown.failure() : why;
    }

    /// What moves in this attempt at the moment.
    public Transfer transfer() {
        return transfer;
    }

    /// Makes one change of a tag, unless this attempt was ended or the lease is not held.
    void writeTag(Runnable write) {
        gate.lock();
        try {
            throwIfCancelled();
            if (!lease.isHeld()) {
                throw new ContentException(Failure.of(
                        FailureKind.CANCELLED, Side.TARGET, "", "write a tag", "this operator's lease is not fresh"));
            }
            write.run();
        } finally {
            gate.unlock();
        }
    }

    private void begin() {
        gate.lock();
        try {
            throwIfCancelled();
            worker = Thread.currentThread();
        } finally {
            gate.unlock();
        }
    }

    private void end() {
        gate.lock();
        try {
            worker = null;
            // Clears a late interrupt, so that the thread's next piece of work starts clean.
            Thread.interrupted();
        } finally {
            gate.unlock();
        }
    }

    private void throwIfCancelled() {
        Failure why = cancelled.get();
        if (why != null) {
            throw new ContentException(why);
        }
    }
}
