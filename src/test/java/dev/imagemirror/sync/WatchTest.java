package dev.imagemirror.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.Side;
import dev.imagemirror.copy.Attempt;
import dev.imagemirror.copy.CopyResult;
import dev.imagemirror.copy.CopyScope;
import dev.imagemirror.copy.Crews;
import dev.imagemirror.copy.Expectation;
import dev.imagemirror.copy.ImageCopier;
import dev.imagemirror.copy.Prior;
import dev.imagemirror.copy.Progress;
import dev.imagemirror.copy.ReferrerScope;
import dev.imagemirror.copy.Refusals;
import dev.imagemirror.copy.Siblings;
import dev.imagemirror.copy.TargetContents;
import dev.imagemirror.copy.WriteLease;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The watch looks from within the copy, at times that the test makes up, whenever the source is asked for bytes.
class WatchTest {
    private static final Tag TAG = Tag.parse("1");

    private final MemoryContent source = new MemoryContent(Side.SOURCE, "from.example/app");
    private final MemoryContent target = new MemoryContent(Side.TARGET, "to.example/app").missing();
    private final Attempt attempt = new Attempt(WriteLease.ALWAYS);
    private final Watch watch = new Watch(attempt, "from.example/app:1", Duration.ofMinutes(30));
    private final long start = System.nanoTime();

    @Test
    void endsWhatTakesLongerThanItsLimit() {
        assertTimedOut(new Trickle(100, 60_000, 30), "longer than imageTimeout, 30m");
    }

    @Test
    void leavesASlowTransferAlone() {
        assertThat(copy(new Trickle(1, 1, 200))).isInstanceOf(CopyResult.Copied.class);
    }

    private void assertTimedOut(Trickle trickle, String why) {
        ContentException ended = catchThrowableOfType(ContentException.class, () -> copy(trickle));

        assertThat(ended.failure().kind()).isEqualTo(FailureKind.TIMEOUT);
        assertThat(ended.failure().side()).isEqualTo(Side.SOURCE);
        assertThat(ended.failure().place()).isEqualTo("from.example/app:1");
        assertThat(ended.failure().detail()).contains(why);
        assertThat(target.tagged()).isEmpty();
    }

    private CopyResult copy(Trickle trickle) {
        Descriptor layer = new Descriptor(MediaType.parse("application/x"), trickle.digest(), trickle.size());
        source.addBlob(layer, () -> trickle);
        source.put("1", source.addImage(source.addBlob("{}"), layer));
        return copy();
    }

    private CopyResult copy() {
        ImageCopier copier = new ImageCopier(
                source,
                new TargetContents(target, Prior.NOTHING, new Siblings(), new Refusals()),
                Crews.none(),
                new Progress(),
                CopyScope.whole(ReferrerScope.NONE));
        return attempt.run(() -> copier.copy(TAG, TAG, Expectation.ANYTHING, attempt));
    }

    /// Zeros, in chunks with some seconds before each; the last sizes given hold for the rest.
    private final class Trickle extends InputStream {
        private final int seconds;
        private final int[] chunks;
        private int read;

        /// @param sizes a chunk and how many of it, as often as wanted
        Trickle(int seconds, int... sizes) {
            this.seconds = seconds;
            this.chunks = IntStream.range(0, sizes.length / 2)
                    .flatMap(i -> IntStream.range(0, sizes[2 * i + 1]).map(n -> sizes[2 * i]))
                    .toArray();
        }

        int size() {
            return IntStream.of(chunks).sum();
        }

        Digest digest() {
            return Digest.of(new byte[size()]);
        }

        @Override
        public int read() {
            return -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            watch.look(start + Duration.ofSeconds((long) read * seconds).toNanos());
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("ended");
            }
            if (read == chunks.length) {
                return -1;
            }
            int count = chunks[read++];
            assertThat(count).isLessThanOrEqualTo(length);
            Arrays.fill(buffer, offset, offset + count, (byte) 0);
            return count;
        }
    }
}
