package dev.imagemirror.copy;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Digest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/// What is known to be in one target repository during one run, shared by all images that go there: content moves
/// once, whoever needs it too waits, and a failure is not contagious, since the next one who waits tries again.
/// Costs about 200 bytes per blob.
public final class TargetContents {
    private final ContentTarget target;
    private final boolean existed;
    private final ConcurrentHashMap<Digest, CompletableFuture<Boolean>> flights = new ConcurrentHashMap<>();

    /// @param existed whether the repository existed when the run began; if not, no blob needs to be looked for
    public TargetContents(ContentTarget target, boolean existed) {
        this.target = target;
        this.existed = existed;
    }

    public ContentTarget target() {
        return target;
    }

    boolean existed() {
        return existed;
    }

    /// Makes sure that this content is at the target: by the work given, unless it is there or on its way already.
    void ensure(Digest digest, Runnable work) {
        CompletableFuture<Boolean> mine = new CompletableFuture<>();
        while (true) {
            CompletableFuture<Boolean> other = flights.putIfAbsent(digest, mine);
            if (other == null) {
                fly(digest, mine, work);
                return;
            }
            if (arrived(other)) {
                return;
            }
        }
    }

    private void fly(Digest digest, CompletableFuture<Boolean> mine, Runnable work) {
        boolean arrived = false;
        try {
            work.run();
            arrived = true;
        } finally {
            if (!arrived) {
                flights.remove(digest, mine);
            }
            mine.complete(arrived);
        }
    }

    private boolean arrived(CompletableFuture<Boolean> flight) {
        try {
            return flight.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ContentException(
                    Failure.of(
                            FailureKind.CANCELLED,
                            Side.TARGET,
                            target.repository().toString(),
                            "wait for a blob",
                            "the copy was ended"),
                    e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a flight always completes with a value", e);
        }
    }
}
