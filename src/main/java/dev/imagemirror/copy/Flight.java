package dev.imagemirror.copy;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Descriptor;
import java.util.concurrent.CountDownLatch;

/// A blob or manifest on its way to a target repository, or there. Whoever began it ends it; others wait.
final class Flight {
    private final Descriptor content;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean landed;

    Flight(Descriptor content) {
        this.content = content;
    }

    Descriptor content() {
        return content;
    }

    /// The target has it.
    void land() {
        landed = true;
        ended.countDown();
    }

    /// The target did not get it, unless it has landed.
    void abort() {
        ended.countDown();
    }

    boolean hasLanded() {
        return landed;
    }

    /// Waits for the end.
    ///
    /// @return whether the target has it
    boolean await() {
        try {
            ended.await();
            return landed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ContentException(
                    Failure.of(FailureKind.CANCELLED, Side.TARGET, "", "wait for a blob", "the copy was ended"), e);
        }
    }
}
