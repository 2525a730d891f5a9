package dev.imagemirror.auth;

import dev.imagemirror.http.Headers;
import dev.imagemirror.http.TransportException;
import dev.imagemirror.http.TransportFault;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// What is known of one credential at one place. Until it was accepted once, one thread at a time tries it, so that
/// a wrong password is shown once and not by sixteen threads: Docker Hub locks the account for less. Once refused it
/// is not tried again for a while. Safe for use by many threads.
final class Standing {
    static final Duration REFUSAL_HOLDS = Duration.ofMinutes(10);

    private final String host;
    private final LongSupplier nanoTime;
    private final ReentrantLock first = new ReentrantLock();
    private volatile boolean accepted;
    private volatile boolean refused;
    private volatile long refusedUntil;

    Standing(String host, LongSupplier nanoTime) {
        this.host = host;
        this.nanoTime = nanoTime;
    }

    /// Runs an attempt that shows the credential, and remembers how it went.
    ///
    /// @throws AuthException of the attempt, or without one while an earlier refusal holds
    <T> T show(Supplier<T> attempt) {
        if (accepted) {
            return remember(attempt);
        }
        lock();
        try {
            checkNotRefused();
            return remember(attempt);
        } finally {
            first.unlock();
        }
    }

    boolean isAccepted() {
        return accepted;
    }

    private <T> T remember(Supplier<T> attempt) {
        try {
            T result = attempt.get();
            accepted = true;
            return result;
        } catch (AuthException e) {
            if (e.fault() == AuthFault.REFUSED) {
                accepted = false;
                refusedUntil = nanoTime.getAsLong() + REFUSAL_HOLDS.toNanos();
                refused = true;
            }
            throw e;
        }
    }

    private void checkNotRefused() {
        if (refused && nanoTime.getAsLong() - refusedUntil < 0) {
            throw new AuthException(
                    AuthFault.REFUSED, host + " refused the credential a moment ago", 401, Headers.NONE);
        }
    }

    private void lock() {
        try {
            first.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransportException(TransportFault.CANCELLED, host, "cancelled", e);
        }
    }
}
