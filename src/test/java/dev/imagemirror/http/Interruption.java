package dev.imagemirror.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Interrupts a thread while it is blocked, and tells how it left.
///
/// @param thrown what the call threw
/// @param interrupted whether the interrupt status was set when it left
/// @param took from the interruption to the end of the thread
record Interruption(@Nullable Throwable thrown, boolean interrupted, Duration took) {
    private static final Set<String> BLOCKING = Set.of("park", "poll", "read0", "write0");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// Waits for what shows that the call has come to the place in question.
    interface Gate {
        void pass() throws InterruptedException;
    }

    static Interruption of(Runnable call) throws InterruptedException {
        return of(call, () -> {});
    }

    static Interruption of(Runnable call, Gate gate) throws InterruptedException {
        var thrown = new AtomicReference<@Nullable Throwable>();
        var interrupted = new AtomicReference<>(false);
        Thread thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                call.run();
            } catch (RuntimeException e) {
                thrown.set(e);
            }
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        gate.pass();
        awaitBlocked(thread);
        long start = System.nanoTime();
        thread.interrupt();
        assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        return new Interruption(thrown.get(), interrupted.get(), Duration.ofNanos(System.nanoTime() - start));
    }

    void assertCancelled() {
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        TransportException.class, e -> assertThat(e.fault()).isEqualTo(TransportFault.CANCELLED));
        assertThat(interrupted).isTrue();
        assertThat(took).isLessThan(Duration.ofSeconds(1));
    }

    /// Blocked means: in the same waiting method of the system twenty looks in a row.
    private static void awaitBlocked(Thread thread) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        int looks = 0;
        while (looks < 20) {
            assertThat(System.nanoTime()).as("the thread never blocked").isLessThan(end);
            StackTraceElement[] stack = thread.getStackTrace();
            looks = stack.length > 0 && BLOCKING.contains(stack[0].getMethodName()) ? looks + 1 : 0;
            Thread.onSpinWait();
        }
    }
}
