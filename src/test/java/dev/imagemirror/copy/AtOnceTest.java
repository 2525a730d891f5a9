package dev.imagemirror.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.MemoryContent.Call;
import dev.imagemirror.content.MemoryContent.Entry;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Copies that other threads end, or that need the same blob at once.
@Timeout(30)
class AtOnceTest {
    private static final Failure STOP = Failure.of(FailureKind.CANCELLED, Side.SOURCE, "", "go on", "suspended");
    private static final Failure LATER = Failure.of(FailureKind.CANCELLED, Side.SOURCE, "", "go on", "deleted");

    private final MemoryContent source = new MemoryContent(Side.SOURCE, "from.example/app");
    private final MemoryContent target = new MemoryContent(Side.TARGET, "to.example/app").missing();
    private final TargetContents contents = new TargetContents(target, Prior.NOTHING, new Siblings(), new Refusals());
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    /// One copy on a thread of its own.
    private final class Copy {
        final Attempt attempt = new Attempt(WriteLease.ALWAYS);
        final CompletableFuture<CopyResult> result = new CompletableFuture<>();
        final AtomicBoolean leftInterrupted = new AtomicBoolean();
        final Thread thread;

        Copy(String tag) {
            ImageCopier copier = new ImageCopier(
                    source, contents, Crews.none(), new Progress(), CopyScope.whole(ReferrerScope.NONE));
            thread = Thread.ofPlatform().daemon().start(() -> {
                try {
                    result.complete(attempt.run(
                            () -> copier.copy(Tag.parse(tag), Tag.parse(tag), Expectation.ANYTHING, attempt)));
                } catch (ContentException | AssertionError e) {
                    result.completeExceptionally(e);
                } finally {
                    leftInterrupted.set(Thread.currentThread().isInterrupted());
                }
            });
        }

        void assertFailed(Failure why) {
            assertThatThrownBy(result::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            ContentException.class, e -> assertThat(e.failure()).isEqualTo(why));
        }
    }

    @Test
    void aBlobOnItsWayIsWaitedFor() throws Exception {
        String base = stopAtFirstOpen("base");
        source.put("1", source.addImage("base", "a"));
        source.put("2", source.addImage("base", "b"));

        Copy first = new Copy("1");
        reached.await();
        Copy second = new Copy("2");
        awaitWaiting(second.thread);
        goOn.countDown();

        assertThat(first.result.get()).isInstanceOf(CopyResult.Copied.class);
        assertThat(second.result.get()).isInstanceOf(CopyResult.Copied.class);
        assertThat(source.calls()).containsOnlyOnce(new Entry(Call.OPEN, base));
        assertThat(target.calls()).containsOnlyOnce(new Entry(Call.PUSH_BLOB, base));
    }

    @Test
    void aFailureIsNotContagious() throws Exception {
        Failure broken = Failure.of(FailureKind.UNREACHABLE, Side.SOURCE, "memory", "open", "it broke");
        String base = source.addBlob("base").digest().text();
        var failed = new AtomicBoolean();
        source.hook(new MemoryContent.Hook() {
            @Override
            public void before(Entry entry) {
                if (entry.what().equals(base) && failed.compareAndSet(false, true)) {
                    reached.countDown();
                    pause(goOn);
                    throw new ContentException(broken);
                }
            }
        });
        source.put("1", source.addImage("base", "a"));
        Digest image = source.put("2", source.addImage("base", "b"));

        Copy first = new Copy("1");
        reached.await();
        Copy second = new Copy("2");
        awaitWaiting(second.thread);
        goOn.countDown();

        first.assertFailed(broken);
        assertThat(second.result.get()).isInstanceOf(CopyResult.Copied.class);
        assertThat(target.tagged()).containsOnly(Map.entry(Tag.parse("2"), image));
    }

    @Test
    void whoWaitsForABlobCanBeCancelledAlone() throws Exception {
        stopAtFirstOpen("base");
        source.put("1", source.addImage("base", "a"));
        source.put("2", source.addImage("base", "b"));

        Copy first = new Copy("1");
        reached.await();
        Copy second = new Copy("2");
        awaitWaiting(second.thread);
        second.attempt.cancel(STOP);

        second.assertFailed(STOP);
        goOn.countDown();
        assertThat(first.result.get()).isInstanceOf(CopyResult.Copied.class);
    }

    @Test
    void endsInTheMiddleOfABlob() throws Exception {
        Descriptor layer = source.addBlob("0123456789");
        source.addBlob(layer, Stalling::new);
        source.put("1", source.addImage(source.addBlob("{}"), layer));

        Copy copy = new Copy("1");
        reached.await();
        assertThat(copy.attempt.transfer().waitingFor()).isEqualTo(Side.SOURCE);
        copy.attempt.cancel(STOP);
        copy.attempt.cancel(LATER);

        copy.assertFailed(STOP);
        assertThat(target.tagged()).isEmpty();
        copy.thread.join();
        assertThat(copy.leftInterrupted)
                .as("the thread is clean for its next work")
                .isFalse();
    }

    @Test
    void awaitsATagWriteThatWasSent() throws Exception {
        Digest image = source.put("1", source.addImage("a"));
        var interrupted = new AtomicBoolean();
        target.hook(new MemoryContent.Hook() {
            @Override
            public void before(Entry entry) {
                if (entry.call() == Call.TAG) {
                    reached.countDown();
                    pause(goOn);
                    interrupted.set(Thread.currentThread().isInterrupted());
                }
            }
        });

        Copy copy = new Copy("1");
        reached.await();
        copy.attempt.cancel(STOP);
        goOn.countDown();

        assertThat(copy.result.get()).isInstanceOf(CopyResult.Copied.class);
        assertThat(interrupted).isFalse();
        assertThat(target.tagged("1")).isEqualTo(image);
    }

    @Test
    void writesNoTagAfterACancel() {
        source.put("1", source.addImage("a"));
        Attempt attempt = new Attempt(WriteLease.ALWAYS);
        target.hook(new MemoryContent.Hook() {
            @Override
            public void after(Entry entry) {
                attempt.cancel(STOP);
                // As if the last request had been answered before the interrupt came.
                Thread.interrupted();
            }
        });
        ImageCopier copier =
                new ImageCopier(source, contents, Crews.none(), new Progress(), CopyScope.whole(ReferrerScope.NONE));

        assertThatThrownBy(() ->
                        attempt.run(() -> copier.copy(Tag.parse("1"), Tag.parse("1"), Expectation.ANYTHING, attempt)))
                .hasMessage(STOP.toString());
        assertThat(target.count(Call.TAG)).isZero();
    }

    @Test
    void beginsNothingAfterACancel() {
        source.put("1", source.addImage("a"));
        Attempt attempt = new Attempt(WriteLease.ALWAYS);
        attempt.cancel(STOP);

        assertThatThrownBy(() -> attempt.run(() -> source.fetch(Tag.parse("1"))))
                .hasMessage(STOP.toString());
        assertThat(source.calls()).isEmpty();
    }

    private String stopAtFirstOpen(String words) {
        String digest = source.addBlob(words).digest().text();
        source.hook(new MemoryContent.Hook() {
            @Override
            public void before(Entry entry) {
                if (entry.equals(new Entry(Call.OPEN, digest))) {
                    reached.countDown();
                    pause(goOn);
                }
            }
        });
        return digest;
    }

    private static void awaitWaiting(Thread thread) {
        await().until(() -> thread.getState() == Thread.State.WAITING);
    }

    private static void pause(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Gives one byte, and then nothing until its reader is interrupted.
    private final class Stalling extends InputStream {
        private boolean first = true;

        @Override
        public int read() throws IOException {
            throw new IOException("read into a buffer");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (first) {
                first = false;
                buffer[offset] = '0';
                return 1;
            }
            reached.countDown();
            try {
                goOn.await();
                return -1;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("ended");
            }
        }
    }
}
