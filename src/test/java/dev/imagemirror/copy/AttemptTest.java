package dev.imagemirror.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AttemptTest {
    private static final Failure STOP = Failure.of(FailureKind.CANCELLED, Side.TARGET, "", "go on", "the test ends it");

    private final Attempt attempt = new Attempt(WriteLease.ALWAYS);

    /// Another write that ended before does not lift the protection of this one.
    @Test
    void theLastOfSeveralWritesIsAwaitedToo() {
        attempt.run(() -> {
            boolean interrupted = attempt.changeTag(() -> {
                CompletableFuture.runAsync(() -> attempt.assist(() -> attempt.changeTag(() -> true)))
                        .join();
                attempt.cancel(STOP);
                return Thread.currentThread().isInterrupted();
            });

            assertThat(interrupted).isFalse();
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            return true;
        });
    }
}
