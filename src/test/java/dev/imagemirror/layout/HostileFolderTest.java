package dev.imagemirror.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.Blob;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Tag;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Folders that somebody prepared, or damaged.
class HostileFolderTest {
    private final MemoryContent source = Copies.source();

    @TempDir
    Path temporary;

    private Path folder = Path.of("");
    private Descriptor layer = source.addBlob("layer");
    private Descriptor image = source.addImage(source.addBlob("{}"), layer);

    @BeforeEach
    void layout() {
        folder = temporary.resolve("layout");
        source.put("1.0", image);
        Copies.copy(source, Copies.folder(folder), "1.0");
    }

    @Test
    void aDamagedBlobIsRead() throws IOException {
        Files.writeString(file(layer), "lager");

        Failure failure = Copies.failure(() -> read(layer));

        assertThat(failure.kind()).isEqualTo(FailureKind.DIGEST_MISMATCH);
        assertThat(failure.toString())
                .contains("source " + folder, layer.digest().text(), "its file is damaged");
    }

    @Test
    void aDamagedManifestIsRead() throws IOException {
        Files.writeString(file(image), Files.readString(file(image)).replace('2', '3'));

        Failure failure = Copies.failure(() -> Copies.reading(folder).fetch(new Tag("1.0")));

        assertThat(failure.kind()).isEqualTo(FailureKind.DIGEST_MISMATCH);
    }

    @Test
    void aManifestIsTooLong() throws IOException {
        grow(file(image), 4L * 1024 * 1024 + 1);

        Failure failure = Copies.failure(() -> Copies.reading(folder).fetch(new Tag("1.0")));

        assertThat(failure.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
        assertThat(failure.detail()).contains("the limit is 4194304");
    }

    @Test
    void theIndexIsTooLong() throws IOException {
        grow(folder.resolve("index.json"), LayoutIndex.MAX_BYTES + 1L);

        Failure failure = Copies.failure(() -> Copies.reading(folder));

        assertThat(failure.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
        assertThat(failure.detail()).contains("index.json has 8388609 bytes, the limit is 8388608");
    }

    @Test
    void theIndexWouldGetTooLong() throws IOException {
        String filler = "{\"filler\":\"%s\",".formatted("x".repeat(LayoutIndex.MAX_BYTES - 500));
        Path index = folder.resolve("index.json");
        Files.writeString(index, Files.readString(index).replaceFirst("\\{", filler));
        source.put("2.0", image);

        Failure failure = Copies.failure(() -> Copies.copy(source, Copies.folder(folder), "2.0"));

        assertThat(failure.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
        assertThat(failure.detail()).contains("use several folders");
        assertThat(Copies.reading(folder).tags().orElseThrow().tags()).containsExactly(new Tag("1.0"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "index.json | nonsense                                   | index.json: it is not valid JSON",
                "index.json | []                                         | index.json: it is no JSON object",
                "index.json | {}                                         | it has no list of manifests",
                "index.json | {\"manifests\":[1]}                        | manifests[0] is no descriptor",
                "index.json | {\"manifests\":[{\"mediaType\":\"a/b\",\"digest\":\"sha256:../../x\",\"size\":1}]} | is not a digest",
                "index.json | {\"manifests\":[],\"manifests\":[]}        | index.json: it is not valid JSON",
                "oci-layout | {\"imageLayoutVersion\":\"2.0.0\"}         | oci-layout must say version 1.0.0",
                "oci-layout | 1                                          | oci-layout: it is no JSON object",
            })
    void aDocumentIsWrong(String file, String content, String message) throws IOException {
        Files.writeString(folder.resolve(file), content);

        Failure failure = Copies.failure(() -> Copies.reading(folder));

        assertThat(failure.kind()).isEqualTo(FailureKind.NOT_A_REGISTRY);
        assertThat(failure.detail()).contains(message);
    }

    @ParameterizedTest
    @CsvSource({"oci-layout,there is no file oci-layout", "index.json,the layout has no index.json"})
    void aDocumentIsMissing(String file, String message) throws IOException {
        Files.delete(folder.resolve(file));

        assertThat(Copies.failure(() -> Copies.reading(folder)).detail()).contains(message);
    }

    @Test
    void whatTheIndexListsIsMissing() throws IOException {
        Files.delete(file(image));

        assertThat(Copies.reading(folder).resolve(new Tag("1.0"))).isEmpty();
        assertThat(Copies.failure(() -> Copies.reading(folder).fetch(new Tag("1.0")))
                        .detail())
                .contains("index.json lists " + image.digest());
    }

    /// A link could lead anywhere; its target must not be read, nor be named in what is said of it.
    @Test
    void theIndexIsALink() throws IOException {
        Path secret = Files.writeString(temporary.resolve("secret"), "token");
        Files.delete(folder.resolve("index.json"));
        Files.createSymbolicLink(folder.resolve("index.json"), secret);

        Failure failure = Copies.failure(() -> Copies.reading(folder));

        assertThat(failure.detail()).contains("index.json is a link").doesNotContain("token");
    }

    @Test
    void aBlobIsALink() throws IOException {
        Path elsewhere = Files.move(file(layer), temporary.resolve("elsewhere"));
        Files.createSymbolicLink(file(layer), elsewhere);

        assertThat(Copies.failure(() -> read(layer)).detail()).contains("is a link or no plain file");
    }

    @Test
    void blobsIsALink() throws IOException {
        Path elsewhere = temporary.resolve("elsewhere");
        Files.move(folder.resolve("blobs/sha256"), elsewhere);
        Files.createSymbolicLink(folder.resolve("blobs/sha256"), elsewhere);
        Descriptor more = source.addBlob("more");

        assertThat(Copies.failure(() -> Copies.folder(folder).push(source.open(more)))
                        .detail())
                .contains("sha256 is a link");
        assertThat(elsewhere.resolve(more.digest().hex())).doesNotExist();
        assertThat(Copies.failure(() -> read(layer)).detail()).contains("sha256 is a link");
    }

    /// Whoever can write to the folder could lead a file of the user's to be overwritten.
    @Test
    void incomingIsALink() throws IOException {
        Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
        Files.delete(folder.resolve("incoming"));
        Files.createSymbolicLink(folder.resolve("incoming"), elsewhere);

        assertThat(Copies.failure(() -> Copies.folder(folder).push(source.open(source.addBlob("more"))))
                        .detail())
                .contains("incoming is a link");
    }

    @Test
    void theLockIsALink() throws IOException {
        Path elsewhere = Files.writeString(temporary.resolve("elsewhere"), "mine");
        Files.delete(folder.resolve("index.json.lock"));
        Files.createSymbolicLink(folder.resolve("index.json.lock"), elsewhere);
        source.put("2.0", image);

        Copies.failure(() -> Copies.copy(source, Copies.folder(folder), "2.0"));

        assertThat(elsewhere).hasContent("mine");
    }

    /// Reading a pipe would wait for somebody to write.
    @Test
    void aBlobIsAPipe() throws IOException, InterruptedException {
        Files.delete(file(layer));
        assertThat(new ProcessBuilder("mkfifo", file(layer).toString()).start().waitFor())
                .isZero();

        assertThat(Copies.failure(() -> read(layer)).detail()).contains("is a link or no plain file");
    }

    private void read(Descriptor blob) throws IOException {
        try (Blob opened = Copies.reading(folder).open(blob)) {
            opened.stream().readAllBytes();
        }
    }

    private Path file(Descriptor blob) {
        return folder.resolve(LayoutFiles.blob(blob.digest()));
    }

    private static void grow(Path file, long size) throws IOException {
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
            opened.setLength(size);
        }
    }
}
