package dev.imagemirror.copy;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Does the small parts of all images of a run, one blob or one manifest each, several at once. Large blobs have
/// threads of their own, so that neither kind waits for the other, and of those that wait the largest is next: what
/// takes longest does not begin last. A part never waits for another part, so bounded threads cannot lock themselves.
/// Safe for use by many threads.
public final class Crew {
    /// Blobs above this size count as large, in bytes.
    static final long LARGE = 8L * 1024 * 1024;

    /// Short requests at once; a host takes as many at most.
    private static final int SMALL_AT_ONCE = 32;
    /// Large blobs at once; a host takes as many at most, of each direction.
    private static final int LARGE_AT_ONCE = 4;

    private final Lane small;
    private final Lane large;
    private final ImageSlots slots;

    /// @param executor gives threads, as many as are asked for: up to 36 at once
    /// @param images at once, at most
    public Crew(ExecutorService executor, int images) {
        this.slots = new ImageSlots(images);
        this.small = new Lane(executor, SMALL_AT_ONCE);
        this.large = new Lane(executor, LARGE_AT_ONCE);
    }

    /// A part of an image.
    ///
    /// @param size bytes that it moves
    record Part(long size, Runnable work) {
        boolean isLarge() {
            return size > LARGE;
        }
    }

    /// Waits until one more image may be brought, and lets the next one do so when what is returned is closed.
    ImageSlots.Slot slot(Attempt attempt) {
        return slots.take(attempt);
    }

    /// Does this for each, as a short request that moves no blob.
    <T> void each(Collection<T> items, Consumer<T> work, Attempt attempt) {
        perform(items.stream().map(item -> new Part(0, () -> work.accept(item))).toList(), attempt);
    }

    /// Does all parts, the small ones on the calling thread too, and returns when none is under way any more. Once one
    /// has failed, those that have not begun are left out.
    ///
    /// @throws ContentException the failure of the first that failed
    void perform(List<Part> parts, Attempt attempt) {
        if (parts.size() == 1 && !parts.getFirst().isLarge()) {
            // As with most images: what nobody shares or waits for is done here.
            parts.getFirst().work().run();
            return;
        }
        Batch batch = new Batch(attempt, parts);
        List<Turn> own = new ArrayList<>();
        for (Turn turn : batch.turns) {
            if (!turn.part().isLarge() || !large.add(turn)) {
                own.add(turn);
            }
        }
        // The caller takes the first one itself, for which nobody has to be woken.
        own.stream().skip(1).forEach(small::add);
        own.forEach(Turn::take);
        batch.await();
    }

    /// The parts of one image, as far as they are done.
    private static final class Batch {
        private final Attempt attempt;
        private final List<Turn> turns;
        private final CountDownLatch left;
        private final AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();

        Batch(Attempt attempt, List<Part> parts) {
            this.attempt = attempt;
            this.turns = parts.stream().map(part -> new Turn(part, this)).toList();
            this.left = new CountDownLatch(parts.size());
        }

        void perform(Runnable work) {
            if (failed.get() == null) {
                var task = new FutureTask<@Nullable Void>(work, null);
                task.run();
                if (task.state() == Future.State.FAILED) {
                    fail(task.exceptionNow());
                }
            }
            left.countDown();
        }

        /// What has not begun is not waited for: it may stand in line behind other images.
        void fail(Throwable e) {
            failed.compareAndSet(null, e);
            turns.forEach(Turn::drop);
        }

        void await() {
            try {
                // What is done already counts, also when the end of the attempt came after it.
                if (left.getCount() > 0) {
                    left.await();
                }
            } catch (InterruptedException e) {
                fail(new ContentException(
                        Failure.of(FailureKind.CANCELLED, Side.SOURCE, "", "go on", "the copy was ended"), e));
                // What is under way was interrupted as well and soon ends; nobody may use it after that.
                awaitCalmly();
                Thread.currentThread().interrupt();
            }
            switch (failed.get()) {
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case null, default -> {}
            }
        }

        private void awaitCalmly() {
            while (true) {
                try {
                    left.await();
                    return;
                } catch (InterruptedException e) {
                    // Told already.
                }
            }
        }
    }

    /// A part that waits for a thread; the first one that takes it does it.
    private static final class Turn implements Lane.Waiting {
        private final Part part;
        private final Batch batch;
        private final AtomicBoolean taken = new AtomicBoolean();

        Turn(Part part, Batch batch) {
            this.part = part;
            this.batch = batch;
        }

        Part part() {
            return part;
        }

        @Override
        public long size() {
            return part.size();
        }

        /// On the thread that leads the attempt.
        void take() {
            if (taken.compareAndSet(false, true)) {
                batch.perform(part.work());
            }
        }

        /// On a thread of the crew.
        @Override
        public void run() {
            if (taken.compareAndSet(false, true)) {
                batch.perform(() -> batch.attempt.assist(part.work()));
            }
        }

        void drop() {
            if (taken.compareAndSet(false, true)) {
                batch.left.countDown();
            }
        }
    }
}
