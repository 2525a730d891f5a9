package dev.imagemirror.copy;

import static dev.imagemirror.content.MemoryContent.Call.MOUNT;
import static dev.imagemirror.content.MemoryContent.Call.OPEN;
import static dev.imagemirror.content.MemoryContent.Call.PUSH_BLOB;
import static dev.imagemirror.content.MemoryContent.Call.PUSH_MANIFEST;
import static dev.imagemirror.content.MemoryContent.Call.RESOLVE;
import static dev.imagemirror.content.MemoryContent.Call.TAG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.MemoryContent.Entry;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.Tag;
import java.io.ByteArrayInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ImageCopierTest {
    private final MemoryContent source = new MemoryContent(Side.SOURCE, "from.example/app");
    private final MemoryContent target = new MemoryContent(Side.TARGET, "to.example/app").missing();
    private final Progress progress = new Progress();
    private TargetContents contents = contents(Prior.NOTHING);

    @Test
    void pushesChildrenFirstAndTheTagLast() {
        Descriptor first = source.addImage("one");
        Descriptor second = source.addImage("two");
        Digest index = source.put("1", source.addIndex(first, second));

        CopyResult result = copy("1");

        assertThat(result)
                .isEqualTo(new CopyResult.Copied(
                        index, index, true, progress.snapshot().bytesDone(), new ReferrerResult.Left()));
        assertThat(target.calls())
                .extracting(Entry::call)
                .filteredOn(call -> call != MOUNT)
                .containsExactly(PUSH_BLOB, PUSH_BLOB, PUSH_BLOB, PUSH_BLOB, PUSH_MANIFEST, PUSH_MANIFEST, TAG);
        assertThat(target.calls())
                .filteredOn(entry -> entry.call() == PUSH_MANIFEST)
                .extracting(Entry::what)
                .containsExactly(first.digest().text(), second.digest().text());
        assertThat(target.tagged("1")).isEqualTo(index);
        assertThat(target.isWhole(index)).isTrue();
    }

    @Test
    void countsTheBytesThatMove() {
        Descriptor config = source.addBlob("12345");
        Descriptor layer = source.addBlob("1234567");
        source.put("1", source.addImage(config, layer, layer));

        assertThat(copy("1"))
                .isInstanceOfSatisfying(
                        CopyResult.Copied.class,
                        copied -> assertThat(copied.bytes()).isEqualTo(12));
        assertThat(progress.snapshot()).isEqualTo(new Progress.Snapshot(0, 0, 12, 12));
    }

    @Test
    void movesASharedBlobOnce() {
        source.put("1", source.addIndex(source.addImage("base", "a"), source.addImage("base", "b")));
        source.put("2", source.addImage("base", "c"));

        copy("1");
        copy("2");

        String base = source.addBlob("base").digest().text();
        assertThat(target.calls()).containsOnlyOnce(new Entry(PUSH_BLOB, base));
        assertThat(source.calls()).containsOnlyOnce(new Entry(OPEN, base));
        assertThat(target.tagged()).hasSize(2);
    }

    @Test
    void doesNotLookForBlobsInANewRepository() {
        source.put("1", source.addImage("a"));
        copy("1");
        assertThat(target.count(MOUNT)).isZero();
    }

    @Test
    void movesOnlyWhatTheRepositoryLacks() {
        contents = contents(Prior.TAGS);
        target.addBlob("a");
        source.put("1", source.addImage("a", "b"));

        copy("1");

        assertThat(target.count(MOUNT)).isEqualTo(3);
        assertThat(target.calls())
                .doesNotContain(
                        new Entry(PUSH_BLOB, source.addBlob("a").digest().text()));
        assertThat(target.count(PUSH_BLOB)).isEqualTo(2);
    }

    @Test
    void leavesForeignLayersWhereTheyAre() {
        Descriptor known = source.addBlob("layer");
        MediaType foreign = MediaType.parse("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip");
        Descriptor elsewhere = new Descriptor(foreign, Digest.of(new byte[] {1}), 1);
        Digest image = source.put("1", source.addImage(source.addBlob("{}"), known, elsewhere));

        copy("1");

        assertThat(target.tagged("1")).isEqualTo(image);
        assertThat(source.count(OPEN)).isEqualTo(2);
    }

    @Test
    void copiesNestedIndexesToTheDepthLimit() {
        Descriptor nested = source.addImage("deep");
        for (int i = 0; i < ManifestCopies.MAX_DEPTH; i++) {
            nested = source.addIndex(nested, source.addImage("level " + i));
        }
        Digest root = source.put("1", nested);

        copy("1");

        assertThat(target.isWhole(root)).isTrue();
    }

    @Test
    void refusesDeeperNesting() {
        Descriptor nested = source.addImage("deep");
        for (int i = 0; i <= ManifestCopies.MAX_DEPTH; i++) {
            nested = source.addIndex(nested);
        }
        source.put("1", nested);

        Failure failure = failure("1", null);

        assertThat(failure.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
        assertThat(failure.detail()).contains("deeper than 4; ask its publisher");
        assertThat(target.calls()).isEmpty();
    }

    @Test
    void aMissingChildIsAFaultOfTheSource() {
        Descriptor child = source.addImage("gone");
        source.put("1", source.addIndex(source.addImage("here"), child));
        source.removeManifest(child.digest());

        Failure failure = failure("1", null);

        assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(failure.side()).isEqualTo(Side.SOURCE);
        assertThat(failure.detail()).contains(child.digest().text(), "does not have it; push it there");
        assertThat(target.tagged()).isEmpty();
    }

    @Test
    void aMissingTagIsNoFailure() {
        assertThat(copy("1")).isEqualTo(new CopyResult.Missing());
        assertThat(target.calls()).isEmpty();
    }

    @Test
    void aCorruptBlobLeavesNoTag() {
        Descriptor layer = source.addBlob("layer");
        source.put("1", source.addImage(source.addBlob("{}"), layer));
        source.addBlob(layer, () -> new ByteArrayInputStream(new byte[5]));

        assertThat(failure("1", null).kind()).isEqualTo(FailureKind.DIGEST_MISMATCH);
        assertThat(target.tagged()).isEmpty();
    }

    @Test
    void writesOverWhatWasPlannedToGo() {
        Digest old = target.put("1", target.addImage("old"));
        Digest changed = source.put("1", source.addImage("new"));

        assertThat(copy("1", old))
                .isInstanceOfSatisfying(
                        CopyResult.Copied.class,
                        copied -> assertThat(copied.written()).isTrue());
        assertThat(target.tagged("1")).isEqualTo(changed);
        assertThat(target.count(RESOLVE)).isEqualTo(1);
    }

    @Test
    void leavesATagThatSomebodyElseMoved() {
        Digest old = target.put("1", target.addImage("old"));
        Digest theirs = target.put("1", target.addImage("theirs"));
        source.put("1", source.addImage("new"));

        Failure failure = failure("1", old);

        assertThat(failure.kind()).isEqualTo(FailureKind.TARGET_MOVED);
        assertThat(failure.detail()).contains(theirs.text());
        assertThat(target.tagged("1")).isEqualTo(theirs);
        assertThat(target.count(TAG)).isZero();
    }

    @Test
    void doesNotWriteATagThatIsRightMeanwhile() {
        Digest image = source.put("1", source.addImage("new"));
        Digest old = target.put("1", target.addImage("old"));
        target.put("1", target.addImage("new"));

        assertThat(copy("1", old)).isInstanceOfSatisfying(CopyResult.Copied.class, copied -> {
            assertThat(copied.written()).isFalse();
            assertThat(copied.digest()).isEqualTo(image);
        });
        assertThat(target.count(TAG)).isZero();
    }

    @Test
    void aTagThatMovesMeanwhileDoesNotMixImages() {
        Digest first = source.put("1", source.addImage("first"));
        source.hook(new MemoryContent.Hook() {
            @Override
            public void before(Entry entry) {
                if (entry.call() == OPEN) {
                    source.put("1", source.addImage("second"));
                }
            }
        });

        copy("1");

        assertThat(target.tagged("1")).isEqualTo(first);
    }

    @Test
    void writesATagThatSomebodyElseRemoved() {
        Digest old = target.put("1", target.addImage("old"));
        target.remove("1");
        Digest image = source.put("1", source.addImage("new"));

        copy("1", old);

        assertThat(target.tagged("1")).isEqualTo(image);
    }

    @Test
    void leavesATagThatWasExpectedToBeFree() {
        Digest image = source.put("1", source.addImage("new"));
        Digest theirs = target.put("1", target.addImage("theirs"));

        assertThat(copy("1", Expectation.ABSENT)).isEqualTo(new CopyResult.Occupied(image, theirs));
        assertThat(target.tagged("1")).isEqualTo(theirs);

        target.remove("1");
        copy("1", Expectation.ABSENT);
        assertThat(target.tagged("1")).isEqualTo(image);
    }

    private TargetContents contents(Prior prior) {
        return new TargetContents(target, prior, new Siblings(), new Refusals());
    }

    private CopyResult copy(String tag) {
        return copy(tag, Expectation.ANYTHING);
    }

    private CopyResult copy(String tag, @Nullable Digest replaced) {
        return copy(tag, Expectations.replacing(replaced));
    }

    private CopyResult copy(String tag, Expectation expected) {
        Attempt attempt = new Attempt(WriteLease.ALWAYS);
        ImageCopier copier =
                new ImageCopier(source, contents, Crews.none(), progress, CopyScope.whole(ReferrerScope.NONE));
        return attempt.run(() -> copier.copy(Tag.parse(tag), Tag.parse(tag), expected, attempt));
    }

    private Failure failure(String tag, @Nullable Digest replaced) {
        return catchThrowableOfType(ContentException.class, () -> copy(tag, replaced))
                .failure();
    }
}
