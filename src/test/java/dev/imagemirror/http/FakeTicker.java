package dev.imagemirror.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Time that passes only when somebody waits for it.
public final class FakeTicker implements Ticker {
    private final AtomicLong nanos;

    public FakeTicker(AtomicLong nanos) {
        this.nanos = nanos;
    }

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    @Override
    public void pause(Duration wait) {
        nanos.addAndGet(wait.toNanos());
    }
}
