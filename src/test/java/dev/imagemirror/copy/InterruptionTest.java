package dev.imagemirror.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A copy is ended at every call that it makes, before the call and after its effect. Whatever happens, what the tag
/// names is whole ([MemoryContent] sees to it), and the next copy completes.
class InterruptionTest {
    private static final Tag TAG = Tag.parse("1");

    private final MemoryContent source = new MemoryContent(Side.SOURCE, "from.example/app");
    private final Digest image = source.put(
            "1", source.addIndex(source.addImage("base", "a"), source.addIndex(source.addImage("base", "b"))));

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void failsAtEveryCall(boolean afterwards) {
        int calls = 0;
        while (true) {
            MemoryContent target = oldTarget();
            Digest old = target.tagged("1");
            FailAt failAt = new FailAt(++calls, afterwards);
            source.hook(failAt);
            target.hook(failAt);
            if (!fails(target, old)) {
                break;
            }
            Digest now = target.tagged("1");
            assertThat(now).isIn(old, image);
            assertThat(target.isWhole(now)).isTrue();

            source.hook(new MemoryContent.Hook() {});
            target.hook(new MemoryContent.Hook() {});
            assertThat(fails(target, now)).as("a retry after call %d", calls).isFalse();
            assertThat(target.tagged("1")).isEqualTo(image);
        }
        // 4 manifests read and 3 written, 5 blobs looked for, read and written, the tag looked at and written.
        assertThat(calls - 1).isEqualTo(24);
    }

    @Test
    void writesNoTagWithoutTheLease() {
        MemoryContent target = oldTarget();
        Digest old = target.tagged("1");
        Attempt attempt = new Attempt(() -> false);

        Failure failure = catchThrowableOfType(
                        ContentException.class,
                        () -> attempt.run(() -> copier(target).copy(TAG, TAG, new Expectation.Content(old), attempt)))
                .failure();

        assertThat(failure.kind()).isEqualTo(FailureKind.CANCELLED);
        assertThat(target.tagged("1")).isEqualTo(old);
        assertThat(target.count(Call.TAG)).isZero();
    }

    private boolean fails(MemoryContent target, Digest replaced) {
        Attempt attempt = new Attempt(WriteLease.ALWAYS);
        try {
            attempt.run(() -> copier(target).copy(TAG, TAG, new Expectation.Content(replaced), attempt));
            return false;
        } catch (ContentException e) {
            return true;
        }
    }

    private ImageCopier copier(MemoryContent target) {
        return new ImageCopier(
                source,
                new TargetContents(target, Prior.TAGS, new Siblings(), new Refusals()),
                Crews.none(),
                new Progress(),
                CopyScope.whole(ReferrerScope.NONE));
    }

    private static MemoryContent oldTarget() {
        MemoryContent target = new MemoryContent(Side.TARGET, "to.example/app");
        Descriptor old = target.addImage("old");
        target.put("1", old);
        return target;
    }

    private static final class FailAt implements MemoryContent.Hook {
        private final AtomicInteger left;
        private final boolean afterwards;

        FailAt(int call, boolean afterwards) {
            this.left = new AtomicInteger(call);
            this.afterwards = afterwards;
        }

        @Override
        public void before(Entry entry) {
            if (!afterwards) {
                count(entry);
            }
        }

        @Override
        public void after(Entry entry) {
            if (afterwards) {
                count(entry);
            }
        }

        private void count(Entry entry) {
            if (left.decrementAndGet() == 0) {
                throw new ContentException(
                        Failure.of(FailureKind.UNREACHABLE, Side.TARGET, "memory", entry.toString(), "it is killed"));
            }
        }
    }
}
