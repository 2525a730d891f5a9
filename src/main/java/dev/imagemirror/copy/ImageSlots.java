package dev.imagemirror.copy;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// Lets a bounded number of images be copied at once. Who waits for a slot uses up no time of its own. Safe for use by
/// many threads.
final class ImageSlots {
    /// No semaphore: a fair one wakes two that wait for each slot, and one of them in vain.
    private final BlockingQueue<Slot> free;

    ImageSlots(int atOnce) {
        this.free = new ArrayBlockingQueue<>(atOnce);
        for (int i = 0; i < atOnce; i++) {
            free.add(new Slot(free));
        }
    }

    /// A slot, which is free again when it is closed.
    Slot take(Attempt attempt) {
        return attempt.untimed(() -> {
            try {
                return free.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ContentException(
                        Failure.of(FailureKind.CANCELLED, Side.SOURCE, "", "wait for a slot", "the copy was ended"), e);
            }
        });
    }

    static final class Slot implements AutoCloseable {
        private final BlockingQueue<Slot> free;

        private Slot(BlockingQueue<Slot> free) {
            this.free = free;
        }

        @Override
        public void close() {
            free.add(this);
        }
    }
}
