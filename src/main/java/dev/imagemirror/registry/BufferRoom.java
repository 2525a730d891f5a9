package dev.imagemirror.registry;

import java.util.concurrent.Semaphore;

/// Room in memory for small blobs on their way, which all uploads of the process share. Who finds none waits until
/// another upload has ended. Safe for use by many threads.
final class BufferRoom {
    /// Bytes in all.
    static final int BYTES = 16 * 1024 * 1024;

    private final Semaphore left = new Semaphore(BYTES, true);

    /// @param bytes at most [#BYTES]
    Taken take(int bytes) throws InterruptedException {
        left.acquire(bytes);
        return new Taken(left, bytes);
    }

    int left() {
        return left.availablePermits();
    }

    /// Room that is given back by closing this, once.
    record Taken(Semaphore room, int bytes) implements AutoCloseable {
        @Override
        public void close() {
            room.release(bytes);
        }
    }
}
