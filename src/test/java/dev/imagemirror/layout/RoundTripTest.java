package dev.imagemirror.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.oci.Descriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// From a repository into a layout and back.
class RoundTripTest {
    private final MemoryContent source = Copies.source();
    private final MemoryContent target = Copies.target();

    @TempDir
    Path folder;

    @BeforeEach
    void images() {
        Descriptor first = Copies.image(source, "one", "shared");
        Descriptor second = Copies.image(source, "two", "shared");
        source.put("1.0", first);
        source.put("1.0.0", first);
        source.put("2.0", source.addIndex(first, second));
        source.put("nested", source.addIndex(source.addIndex(second), first));
        source.put("artifact", source.addImage(source.addBlob("{}"), source.addBlob("chart")));
    }

    @Test
    void aFolderKeepsEveryDigest() {
        Copies.copyAll(source, Copies.folder(folder.resolve("layout")));

        try (LayoutSource layout = Copies.reading(folder.resolve("layout"))) {
            Copies.copyAll(layout, target);
        }

        assertThat(target.tagged()).isEqualTo(source.tagged());
        assertThat(target.tagged().values()).allMatch(target::isWhole);
    }

    @ParameterizedTest
    @ValueSource(strings = {"images.tar", "images.tar.gz", "images.tgz"})
    void anArchiveKeepsEveryDigest(String name) throws IOException {
        Path file = write(folder.resolve(name));

        try (LayoutSource layout = LayoutSource.archive(file, LayoutName.of(file))) {
            Copies.copyAll(layout, target);
        }

        assertThat(target.tagged()).isEqualTo(source.tagged());
        assertThat(target.tagged().values()).allMatch(target::isWhole);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
        assertThat(Gunzip.isCompressed(file)).isEqualTo(!name.endsWith(".tar"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"images.tar", "images.tar.gz"})
    void theSameImagesGiveTheSameBytes(String name) throws IOException {
        Path one = write(Files.createDirectory(folder.resolve("a")).resolve(name));
        MemoryContent again = Copies.source();
        Copies.copyAll(source, again);
        Path other = Files.createDirectory(folder.resolve("b")).resolve(name);
        try (LayoutArchive archive = LayoutArchive.begin(other, LayoutName.of(other), LayoutArchive.Form.LAYOUT)) {
            again.tags()
                    .orElseThrow()
                    .tags()
                    .reversed()
                    .forEach(tag -> Copies.copy(again, archive.target(), tag.text()));
            archive.finish();
        }

        assertThat(other).hasSameBinaryContentAs(one);
    }

    @Test
    void anArchiveThatIsNotFinishedLeavesTheOldOne() throws IOException {
        Path file = Files.writeString(folder.resolve("images.tar"), "old");

        try (LayoutArchive archive = LayoutArchive.begin(file, LayoutName.of(file), LayoutArchive.Form.LAYOUT)) {
            Copies.copy(source, archive.target(), "1.0");
        }

        assertThat(file).hasContent("old");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    private Path write(Path file) {
        try (LayoutArchive archive = LayoutArchive.begin(file, LayoutName.of(file), LayoutArchive.Form.LAYOUT)) {
            Copies.copyAll(source, archive.target());
            archive.finish();
        }
        return file;
    }
}
