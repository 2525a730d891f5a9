package dev.imagemirror.http;

import java.time.Duration;

/// Time as pacing needs it: a monotonic clock, and waiting. Tests pass in one that does not wait. Safe for use by many
/// threads.
public interface Ticker {
    Ticker SYSTEM = new Ticker() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void pause(Duration wait) throws InterruptedException {
            Thread.sleep(wait);
        }
    };

    /// Nanoseconds of a monotonic clock, comparable only with each other.
    long nanoTime();

    /// Blocks the calling thread for so long.
    void pause(Duration wait) throws InterruptedException;
}
