package dev.imagemirror.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.MemoryContent.Call;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.RawManifest;
import dev.imagemirror.oci.Tag;
import org.junit.jupiter.api.Test;

class ManifestMemoryTest {
    private final MemoryContent content = new MemoryContent(Side.SOURCE, "from.example/app");
    private final ManifestMemory memory = new ManifestMemory();
    private final RememberingSource source = new RememberingSource(content, memory);

    @Test
    void whatATagBroughtIsNotReadAgain() {
        Digest image = content.put("1", content.addImage("one"));
        assertThat(source.remembers(image)).isFalse();

        assertThat(source.fetch(new Tag("1"))).isPresent();

        assertThat(source.remembers(image)).isTrue();
        assertThat(source.fetch(image).orElseThrow().digest()).isEqualTo(image);
        assertThat(content.count(Call.FETCH)).isEqualTo(1);
    }

    /// A tag may move, so it is always read.
    @Test
    void aTagIsReadEachTime() {
        content.put("1", content.addImage("one"));
        source.fetch(new Tag("1"));
        Digest moved = content.put("1", content.addImage("two"));

        assertThat(source.fetch(new Tag("1")).orElseThrow().digest()).isEqualTo(moved);
    }

    @Test
    void whatWasUsedLongAgoMakesRoom() {
        RawManifest first = large(1);
        RawManifest second = large(2);
        memory.keep(first);
        memory.keep(second);
        memory.keep(large(3));
        memory.keep(large(4));
        assertThat(memory.recall(first.digest())).isPresent();

        memory.keep(large(5));

        assertThat(memory.recall(first.digest())).isPresent();
        assertThat(memory.recall(second.digest())).isEmpty();
    }

    @Test
    void whatIsKeptTwiceTakesItsRoomOnce() {
        RawManifest first = large(1);
        for (int i = 0; i < 10; i++) {
            memory.keep(first);
        }
        memory.keep(large(2));

        assertThat(memory.recall(first.digest())).isPresent();
    }

    /// As large as a manifest may be: four of them fill the memory.
    private static RawManifest large(int name) {
        byte[] bytes = new byte[ContentSource.MAX_MANIFEST];
        bytes[0] = (byte) name;
        return new RawManifest(MediaType.OCI_MANIFEST, bytes);
    }
}
