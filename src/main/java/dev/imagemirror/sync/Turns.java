package dev.imagemirror.sync;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.copy.Attempt;
import java.util.concurrent.Semaphore;

/// Lets a bounded number of images be copied at once. Who waits for a turn uses up no time of its own. Safe for use by
/// many threads.
final class Turns {
    private final Semaphore free;

    Turns(int atOnce) {
        this.free = new Semaphore(atOnce, true);
    }

    /// A turn, which ends when it is closed.
    Turn take(Attempt attempt) {
        attempt.untimed(() -> {
            try {
                free.acquire();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ContentException(
                        Failure.of(FailureKind.CANCELLED, Side.SOURCE, "", "wait for a turn", "the copy was ended"), e);
            }
        });
        return new Turn(free);
    }

    record Turn(Semaphore free) implements AutoCloseable {
        @Override
        public void close() {
            free.release();
        }
    }
}
