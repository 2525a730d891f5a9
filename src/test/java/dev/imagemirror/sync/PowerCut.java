package dev.imagemirror.sync;

import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.TestRequest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Ends a run as the death of its process does: at one request of all that go to any registry, and nothing arrives
/// after it. Safe for use by many threads.
final class PowerCut {
    private final int last;
    private final boolean handled;
    private final AtomicInteger seen = new AtomicInteger();

    /// @param last the number of the last request, counted from 1
    /// @param handled whether the registry still does what that request asks for; nobody hears of it
    PowerCut(int last, boolean handled) {
        this.last = last;
        this.handled = handled;
    }

    Optional<Fault> next(TestRequest request) {
        int number = seen.incrementAndGet();
        if (number < last) {
            return Optional.empty();
        }
        return Optional.of(number == last && handled ? new Fault.Lose() : new Fault.Drop());
    }

    /// Whether the run came so far.
    boolean happened() {
        return seen.get() >= last;
    }

    @Override
    public String toString() {
        return "request " + last + (handled ? ", handled" : ", not handled");
    }
}
