package dev.imagemirror.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.Blob;
import dev.imagemirror.content.Deletion;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.PushResult;
import dev.imagemirror.content.Side;
import dev.imagemirror.content.VerifyingStream;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutTargetTest {
    private final MemoryContent source = Copies.source();

    @TempDir
    Path temporary;

    private Path folder = Path.of("");
    private LayoutTarget target = Copies.folder(folder);

    @BeforeEach
    void open() {
        folder = temporary.resolve("layout");
        target = Copies.folder(folder);
    }

    @Test
    void isMadeByTheFirstWrite() throws IOException {
        assertThat(target.tags()).isEmpty();
        assertThat(folder).doesNotExist();

        source.put("1.0", source.addImage("one"));
        Copies.copy(source, target, "1.0");

        assertThat(target.tags())
                .hasValueSatisfying(tags -> assertThat(tags.tags()).containsExactly(new Tag("1.0")));
        assertThat(folder.resolve("oci-layout")).hasContent("{\"imageLayoutVersion\":\"1.0.0\"}");
        assertThat(folder.resolve("incoming")).isEmptyDirectory();
    }

    @Test
    void whatIsThereIsNotWrittenAgain() throws IOException {
        Descriptor layer = source.addBlob("layer");
        target.push(source.open(layer));
        Object before = key(layer);

        target.push(source.open(layer));

        assertThat(key(layer)).isEqualTo(before);
        assertThat(target.mount(layer, target.repository())).isTrue();
    }

    @Test
    void whatHasTheWrongSizeIsWrittenAgain() throws IOException {
        Descriptor layer = source.addBlob("layer");
        target.push(source.open(layer));
        Files.writeString(file(layer), "lay");
        assertThat(target.mount(layer, target.repository())).isFalse();

        target.push(source.open(layer));

        assertThat(file(layer)).hasContent("layer");
    }

    @Test
    void aBrokenStreamLeavesNothing() throws IOException {
        Descriptor layer = source.addBlob("layer");
        var wrong = new ByteArrayInputStream("lager".getBytes(StandardCharsets.UTF_8));

        Failure failure = Copies.failure(() -> target.push(new Blob(layer, new VerifyingStream(wrong, layer))));

        assertThat(failure.kind()).isEqualTo(FailureKind.DIGEST_MISMATCH);
        assertThat(failure.side()).isEqualTo(Side.SOURCE);
        assertThat(file(layer)).doesNotExist();
        assertThat(folder.resolve("incoming")).isEmptyDirectory();
    }

    @Test
    void aTagNeedsItsContent() {
        Descriptor image = source.addImage("one");

        PushResult result = target.tag(source.fetch(image.digest()).orElseThrow(), new Tag("1.0"));

        assertThat(result).isInstanceOfSatisfying(PushResult.Incomplete.class, incomplete -> {
            assertThat(incomplete.failure().kind()).isEqualTo(FailureKind.PUSH_REJECTED);
            assertThat(incomplete.failure().detail()).contains("which the layout does not have");
        });
        assertThat(target.resolve(new Tag("1.0"))).isEmpty();
    }

    @Test
    void aTagMoves() {
        source.put("1.0", source.addImage("one"));
        Copies.copy(source, target, "1.0");
        Digest moved = source.put("1.0", source.addImage("two"));
        target.tag(source.fetch(prepared(moved)).orElseThrow(), new Tag("1.0"));

        assertThat(target.resolve(new Tag("1.0")).map(Descriptor::digest)).contains(moved);
        assertThat(target.tags().orElseThrow().tags()).hasSize(1);
    }

    @Test
    void deletesATagAndNothingElse() {
        Descriptor image = source.addImage("one");
        source.put("1.0", image);
        source.put("latest", image);
        Copies.copyAll(source, target);

        assertThat(target.delete(new Tag("1.0"))).isEqualTo(Deletion.DONE);

        assertThat(target.tags().orElseThrow().tags()).containsExactly(new Tag("latest"));
        assertThat(target.fetch(new Tag("latest"))).isPresent();
        assertThat(target.delete(new Tag("1.0"))).isEqualTo(Deletion.ABSENT);
    }

    @Test
    void deletesATagWhoseImageIsGone() throws IOException {
        Descriptor image = source.addImage("one");
        source.put("1.0", image);
        Copies.copy(source, target, "1.0");
        Files.delete(file(image));
        assertThat(target.resolve(new Tag("1.0"))).isEmpty();

        assertThat(target.delete(new Tag("1.0"))).isEqualTo(Deletion.DONE);

        assertThat(target.tags().orElseThrow().tags()).isEmpty();
    }

    @Test
    void deletesADigestWithItsTags() {
        Descriptor image = source.addImage("one");
        source.put("1.0", image);
        source.put("latest", image);
        Copies.copyAll(source, target);

        assertThat(target.delete(image.digest())).isEqualTo(Deletion.DONE);

        assertThat(target.tags().orElseThrow().tags()).isEmpty();
        assertThat(target.fetch(image.digest())).isEmpty();
    }

    @Test
    void keepsWhatOthersWroteIntoTheIndex() throws IOException {
        source.put("1.0", source.addImage("one"));
        Copies.copy(source, target, "1.0");
        Path index = folder.resolve("index.json");
        Files.writeString(
                index,
                Files.readString(index)
                        .replaceFirst(
                                "\\{",
                                "{\"annotations\":{\"who\":\"somebody\",\"\\\\uD83D\\\\uDE00\":\"\\\\uD83D\"},"));

        source.put("2.0", source.addImage("two"));
        Copies.copy(source, target, "2.0");

        assertThat(index)
                .content()
                .contains("\"who\":\"somebody\",\"\\uD83D\\uDE00\":\"\\uD83D\"", "\"1.0\"", "\"2.0\"");
    }

    @Test
    void writesTheWholeNameWhenThereIsOne() throws IOException {
        LayoutName name = LayoutName.stated(Repository.parse("quay.io/team/app"));
        LayoutTarget named = LayoutTarget.folder(folder, name, InstantSource.system());
        source.put("1.0", source.addImage("one"));

        Copies.copy(source, named, "1.0");

        assertThat(folder.resolve("index.json"))
                .content()
                .contains(
                        "\"org.opencontainers.image.ref.name\":\"1.0\"",
                        "\"io.containerd.image.name\":\"quay.io/team/app:1.0\"");
    }

    @Test
    void doesNotMixWithOtherFiles() throws IOException {
        Files.createDirectory(folder);
        Files.writeString(folder.resolve("thesis.txt"), "years of work");

        Failure failure = Copies.failure(() -> target.push(source.open(source.addBlob("layer"))));

        assertThat(failure.detail()).contains("holds other files", "name a new or an empty folder");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void removesWhatACrashLeftADayAgo() throws IOException {
        target.push(source.open(source.addBlob("layer")));
        Path old = Files.writeString(folder.resolve("incoming/old"), "cut");
        Path recent = Files.writeString(folder.resolve("incoming/recent"), "moving");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(25))));

        Copies.folder(folder).push(source.open(source.addBlob("more")));

        assertThat(old).doesNotExist();
        assertThat(recent).exists();
    }

    /// Brings what the manifest needs, without its tag.
    private Digest prepared(Digest digest) {
        source.put("prepared", source.resolve(digest).orElseThrow());
        LayoutTarget other = Copies.folder(folder);
        Copies.copy(source, other, "prepared");
        other.delete(new Tag("prepared"));
        return digest;
    }

    private Path file(Descriptor blob) {
        return folder.resolve(LayoutFiles.blob(blob.digest()));
    }

    private Object key(Descriptor blob) throws IOException {
        return Files.getAttribute(file(blob), "unix:ino");
    }
}
