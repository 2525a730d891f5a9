package dev.imagemirror.operator;

import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.TestAnswer;
import java.util.concurrent.Semaphore;

/// Holds back right answers of a scripted registry until the test lets them go: a run that stands where the test wants
/// it. Safe for use by many threads.
final class Gate {
    private static final int ALL = 1_000_000;

    private final Semaphore permits = new Semaphore(0);
    private final Semaphore arrivals = new Semaphore(0);

    /// What to script for the requests to hold back.
    Fault fault() {
        return new Fault.Change(this::pass);
    }

    /// Waits until so many more answers have come to the gate.
    void awaitArrivals(int count) throws InterruptedException {
        arrivals.acquire(count);
    }

    /// Lets so many answers go, now or when they come.
    void pass(int count) {
        permits.release(count);
    }

    void open() {
        permits.release(ALL);
    }

    private TestAnswer pass(TestAnswer answer) {
        arrivals.release();
        permits.acquireUninterruptibly();
        return answer;
    }
}
