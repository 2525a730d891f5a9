package dev.imagemirror.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.MemoryContent.Call;
import dev.imagemirror.content.MemoryContent.Entry;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Layers that may not be handed on: skipped and listed, copied when that is asked for.
class ForeignLayersTest {
    private static final Tag TAG = new Tag("1");

    private final MemoryContent source = new MemoryContent(Side.SOURCE, "from.example/app");
    private final MemoryContent target = new MemoryContent(Side.TARGET, "to.example/app");
    private final Progress progress = new Progress();
    private Descriptor layer = foreign("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip", "windows");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
                "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip"
            })
    void areLeftWhereTheyAre(String type) {
        layer = foreign(type, "windows");

        assertThat(copy(false)).isEqualTo(target.tagged("1"));

        assertThat(target.calls()).doesNotContain(pushed());
        assertThat(progress.left()).containsExactly(layer.digest());
    }

    @Test
    void areCopiedWhenAsked() {
        assertThat(copy(true)).isEqualTo(target.tagged("1"));

        assertThat(target.calls()).contains(pushed());
        assertThat(progress.left()).isEmpty();
    }

    @Test
    void thoseThatTheSourceDoesNotHaveCannotBeCopied() {
        layer = new Descriptor(layer.mediaType(), Digest.of(new byte[] {1}), 1);

        assertThatThrownBy(() -> copy(true)).isInstanceOf(ContentException.class);
        assertThat(target.tagged()).isEmpty();
        assertThat(progress.snapshot().bytesTotal())
                .isEqualTo(progress.snapshot().bytesDone());
    }

    @Test
    void notMoreThanAFewAreListed() {
        for (int i = 0; i < 2 * Progress.MAX_LEFT; i++) {
            progress.leave(new Descriptor(layer.mediaType(), Digest.of(new byte[] {(byte) i}), 1));
        }

        assertThat(progress.left()).hasSize(Progress.MAX_LEFT);
    }

    private Entry pushed() {
        return new Entry(Call.PUSH_BLOB, layer.digest().text());
    }

    private Descriptor foreign(String type, String bytes) {
        Descriptor blob = source.addBlob(bytes);
        return new Descriptor(MediaType.parse(type), blob.digest(), blob.size());
    }

    /// What the source's tag names.
    private Digest copy(boolean foreignLayers) {
        Digest image = source.put("1", source.addImage(source.addBlob("config"), source.addBlob("layer"), layer));
        CopyScope scope = new CopyScope(new PlatformSubset.Whole(), ReferrerScope.NONE, foreignLayers);
        TargetContents contents = new TargetContents(target, Prior.NOTHING, new Siblings(), new Refusals());
        Attempt attempt = new Attempt(WriteLease.ALWAYS);
        ImageCopier copier = new ImageCopier(source, contents, Crews.none(), progress, scope);
        attempt.run(() -> copier.copy(TAG, TAG, Expectation.ANYTHING, attempt));
        return image;
    }
}
