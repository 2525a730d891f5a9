package dev.imagemirror.http;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// One place at a host, held until closed; closing it again does nothing. Safe for use by many threads.
public final class Permit implements AutoCloseable {
    private final Lane lane;
    private final int epoch;
    private final AtomicLong work = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();

    Permit(Lane lane, int epoch) {
        this.lane = lane;
        this.epoch = epoch;
    }

    /// Counts bytes of a large body.
    public void moved(long bytes) {
        work.addAndGet(bytes);
    }

    /// The host is overloaded: it went silent, or said so.
    public void narrow() {
        lane.narrow(epoch);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            lane.leave(Math.max(1, work.get()));
        }
    }
}
