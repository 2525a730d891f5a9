package dev.imagemirror.cli;

import dev.imagemirror.oci.MalformedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Makes the surroundings on a thread of its own while documents are read: each takes about a twentieth of a second of
/// a command's beginning, and neither needs the other.
final class Preparation implements AutoCloseable {
    private final CompletableFuture<Surroundings> surroundings;
    private boolean taken;

    private Preparation(CompletableFuture<Surroundings> surroundings) {
        this.surroundings = surroundings;
    }

    static Preparation begin() {
        return new Preparation(CompletableFuture.supplyAsync(
                Surroundings::new,
                work -> Thread.ofPlatform().daemon().name("preparation").start(work)));
    }

    /// What was made, which is the caller's to close from now on.
    ///
    /// @throws MalformedException when the environment or a file with credentials cannot be understood
    Surroundings result() {
        try {
            Surroundings made = surroundings.join();
            taken = true;
            return made;
        } catch (CompletionException e) {
            throw e.getCause() instanceof MalformedException refused ? refused : e;
        }
    }

    /// Ends what nobody took.
    @Override
    public void close() {
        if (taken) {
            return;
        }
        try {
            result().close();
        } catch (MalformedException e) {
            // Nothing was made, and why the documents cannot be run comes first.
        }
    }
}
