package dev.imagemirror.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.fuzz.Fuzz;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Tag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutFuzzTest {
    @TempDir
    Path folder;

    /// What is read can be written, and then read by anybody.
    @Test
    void index() {
        Fuzz.bytes(
                "layout-index",
                input -> Fuzz.parsed(MalformedException.class, () -> LayoutIndex.parse(input))
                        .ifPresent(index -> {
                            LayoutIndex again = LayoutIndex.parse(index.bytes());
                            assertThat(again.tags()).isEqualTo(index.tags());
                            assertThat(again.bytes()).isEqualTo(index.bytes());
                        }));
    }

    @Test
    void archive() {
        Path file = folder.resolve("images.tar");
        Fuzz.bytes("layout-archive", input -> {
            write(file, input);
            Fuzz.parsed(ContentException.class, () -> read(file));
        });
    }

    private static List<Tag> read(Path archive) {
        try (LayoutSource layout = LayoutSource.archive(archive, LayoutName.of(archive))) {
            List<Tag> tags = layout.tags().orElseThrow().tags();
            tags.forEach(layout::fetch);
            return tags;
        }
    }

    private static void write(Path file, byte[] input) {
        try {
            Files.write(file, input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
