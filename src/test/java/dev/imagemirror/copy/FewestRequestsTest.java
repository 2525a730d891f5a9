package dev.imagemirror.copy;

import static dev.imagemirror.content.MemoryContent.Call.FETCH;
import static dev.imagemirror.content.MemoryContent.Call.MOUNT;
import static dev.imagemirror.content.MemoryContent.Call.OPEN;
import static dev.imagemirror.content.MemoryContent.Call.PUSH_BLOB;
import static dev.imagemirror.content.MemoryContent.Call.PUSH_MANIFEST;
import static dev.imagemirror.content.MemoryContent.Call.TAG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.MemoryContent.Call;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Tag;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the target is asked, depending on what it may hold.
class FewestRequestsTest {
    private final MemoryContent source = new MemoryContent(Side.SOURCE, "from.example/app");
    private final MemoryContent target = new MemoryContent(Side.TARGET, "to.example/mirror/app");
    private final Siblings siblings = new Siblings();

    @Test
    void ofATargetThatTellsWhatItLacksNothingIsAskedBefore() {
        target.checking();
        target.addImage("a", "b");
        Digest image = source.put("1", source.addImage("a", "b"));

        copy(contents(target, Prior.TAGS), "1");

        assertThat(calls(target)).containsExactly(TAG);
        assertThat(calls(source)).containsExactly(FETCH);
        assertThat(target.tagged("1")).isEqualTo(image);
    }

    @Test
    void itGetsExactlyWhatItNames() {
        target.checking();
        target.addBlob("a");
        Digest image = source.put("1", source.addImage("a", "b"));

        copy(contents(target, Prior.TAGS), "1");

        // The layer and the config, both named as missing; then the tag once more.
        assertThat(calls(target)).filteredOn(call -> call != MOUNT).containsExactly(TAG, PUSH_BLOB, PUSH_BLOB, TAG);
        assertThat(source.count(OPEN)).isEqualTo(2);
        assertThat(target.tagged("1")).isEqualTo(image);
    }

    @Test
    void theChildrenOfAnIndexAreWrittenFirstToo() {
        target.checking();
        target.addImage("a");
        source.put("1", source.addIndex(source.addImage("a"), source.addImage("b")));

        copy(contents(target, Prior.TAGS), "1");

        assertThat(calls(target))
                .filteredOn(call -> call != MOUNT)
                .containsExactly(PUSH_MANIFEST, PUSH_MANIFEST, PUSH_BLOB, PUSH_BLOB, PUSH_MANIFEST, TAG);
    }

    @Test
    void anotherTagOfTheSameImageCostsOneWrite() {
        Descriptor image = source.addImage("a");
        source.put("1", source.addIndex(image));
        source.put("2", source.addIndex(image));
        TargetContents contents = contents(target, Prior.TAGS);
        copy(contents, "1");
        target.forgetCalls();

        copy(contents, "2");

        assertThat(calls(target)).containsExactly(TAG);
    }

    @Test
    void aBlobThatASiblingGotInThisRunIsMounted() {
        MemoryContent other = new MemoryContent(Side.TARGET, "to.example/mirror/other").missing();
        target.missing().mountable(other);
        source.put("1", source.addImage("a"));
        copy(contents(other, Prior.NOTHING), "1");
        source.forgetCalls();

        copy(contents(target, Prior.NOTHING), "1");

        assertThat(calls(target)).containsExactly(MOUNT, MOUNT, TAG);
        assertThat(source.count(OPEN)).isZero();
    }

    @Test
    void aNewRepositoryMountsFromTheOneThatIsNamedAsTheSource() {
        MemoryContent namesake = new MemoryContent(Side.TARGET, "to.example/app");
        namesake.addImage("a", "b");
        target.missing().mountable(namesake);
        source.put("1", source.addImage("a", "b"));

        copy(contents(target, Prior.NOTHING), "1");

        assertThat(calls(target)).containsExactly(MOUNT, MOUNT, MOUNT, TAG);
        assertThat(source.count(OPEN)).isZero();
    }

    @Test
    void mountsThatFindNothingAreGivenUp() {
        target.missing();
        for (int i = 0; i < 20; i++) {
            source.put("" + i, source.addImage("layer " + i));
        }
        TargetContents contents = contents(target, Prior.NOTHING);

        for (int i = 0; i < 20; i++) {
            copy(contents, "" + i);
        }

        assertThat(target.count(MOUNT)).isEqualTo(8);
        assertThat(target.tagged()).hasSize(20);
    }

    @Test
    void whatAnEarlierRunLeftIsFoundByTheRequestThatWouldBeginAnUpload() {
        target.missing();
        target.addBlob("a");
        source.put("1", source.addImage("a", "b"));

        copy(contents(target, Prior.LEFTOVERS), "1");

        assertThat(target.count(MOUNT)).isEqualTo(3);
        assertThat(target.count(PUSH_BLOB)).isEqualTo(2);
    }

    private TargetContents contents(MemoryContent to, Prior prior) {
        return new TargetContents(to, prior, siblings, new Refusals());
    }

    private void copy(TargetContents contents, String tag) {
        Attempt attempt = new Attempt(WriteLease.ALWAYS);
        ImageCopier copier =
                new ImageCopier(source, contents, Crews.none(), new Progress(), CopyScope.whole(ReferrerScope.NONE));
        attempt.run(() -> copier.copy(Tag.parse(tag), Tag.parse(tag), Expectation.ANYTHING, attempt));
    }

    private static List<Call> calls(MemoryContent content) {
        return content.calls().stream().map(MemoryContent.Entry::call).toList();
    }
}
