package dev.imagemirror.copy;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import java.util.concurrent.Semaphore;

/// Lets a bounded number of images be copied at once. Who waits for a slot uses up no time of its own. Safe for use by
/// many threads.
final class ImageSlots {
    private final Semaphore free;

    ImageSlots(int atOnce) {
        this.free = new Semaphore(atOnce, true);
    }

    /// A slot, which is free again when it is closed.
    Slot take(Attempt attempt) {
        attempt.untimed(() -> {
            try {
                free.acquire();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ContentException(
                        Failure.of(FailureKind.CANCELLED, Side.SOURCE, "", "wait for a slot", "the copy was ended"), e);
            }
        });
        return new Slot(free);
    }

    record Slot(Semaphore free) implements AutoCloseable {
        @Override
        public void close() {
            free.release();
        }
    }
}
