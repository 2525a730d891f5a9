package dev.imagemirror.copy;

import dev.imagemirror.content.Side;
import java.util.concurrent.atomic.AtomicLong;

/// What one attempt moves: read by a watchdog while the attempt's thread works.
public final class Transfer {
    private final AtomicLong bytes = new AtomicLong();
    private volatile Side waitingFor = Side.SOURCE;

    /// Bytes that moved since the attempt began.
    public long bytes() {
        return bytes.get();
    }

    /// The side whose bytes, or whose room for bytes, the attempt is waiting for.
    public Side waitingFor() {
        return waitingFor;
    }

    void waitFor(Side side) {
        waitingFor = side;
    }

    void moved(int count) {
        bytes.addAndGet(count);
    }
}
