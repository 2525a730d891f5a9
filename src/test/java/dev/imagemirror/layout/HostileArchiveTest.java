package dev.imagemirror.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.oci.Tag;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Archives that somebody prepared, or damaged.
class HostileArchiveTest {
    private static final int BLOCK = 512;
    private static final int SIZE_FIELD = 124;
    private static final int CHECKSUM_FIELD = 148;
    private static final int TYPE_FIELD = 156;

    private final MemoryContent source = Copies.source();

    @TempDir
    Path folder;

    private Path archive = Path.of("");

    @BeforeEach
    void name() {
        archive = folder.resolve("images.tar");
        source.put("1.0", source.addImage("one"));
    }

    /// What is put into an archive.
    private interface Content {
        void add(TarArchiveOutputStream tar) throws IOException;
    }

    @ParameterizedTest
    @CsvSource({
        "../evil,leads out of it",
        "blobs/../../evil,leads out of it",
        "/etc/passwd,leads out of it",
        "./../evil,leads out of it",
    })
    void aNameLeadsOut(String name, String message) throws IOException {
        Failure failure = refused(tar -> add(tar, new TarArchiveEntry(name, true), "evil"));

        assertThat(failure.kind()).isEqualTo(FailureKind.NOT_A_REGISTRY);
        assertThat(failure.detail()).contains("'" + name + "'", message);
    }

    @ParameterizedTest
    @ValueSource(
            bytes = {
                TarConstants.LF_SYMLINK,
                TarConstants.LF_LINK,
                TarConstants.LF_CHR,
                TarConstants.LF_BLK,
                TarConstants.LF_FIFO,
            })
    void anEntryIsNoPlainFile(byte type) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry("index.json", type);
        entry.setLinkName("/etc/passwd");

        Failure failure = refused(tar -> {
            tar.putArchiveEntry(entry);
            tar.closeArchiveEntry();
        });

        assertThat(failure.detail()).contains("'index.json' that is no plain file");
    }

    @Test
    void anEntryComesTwice() throws IOException {
        Failure failure = refused(tar -> {
            add(tar, new TarArchiveEntry("index.json"), "{}");
            add(tar, new TarArchiveEntry("./index.json"), "{}");
        });

        assertThat(failure.detail()).contains("two entries './index.json'");
    }

    @Test
    void thereAreTooManyEntries() throws IOException {
        Failure failure = refused(tar -> {
            for (int i = 0; i <= ArchiveFiles.MAX_ENTRIES; i++) {
                add(tar, new TarArchiveEntry("f" + i), "");
            }
        });

        assertThat(failure.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
        assertThat(failure.detail()).contains("more than 100000 entries");
    }

    /// A name of a gigabyte would be held in memory.
    @ParameterizedTest
    @ValueSource(
            bytes = {
                TarConstants.LF_GNUTYPE_LONGNAME,
                TarConstants.LF_GNUTYPE_LONGLINK,
                TarConstants.LF_PAX_EXTENDED_HEADER_LC,
                TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER,
            })
    void aHeaderIsTooLong(byte type) throws IOException {
        write(tar -> {
            String attribute = "999999 comment=" + "x".repeat(999_999 - 16) + "\n";
            add(tar, new TarArchiveEntry("long", TarConstants.LF_GNUTYPE_LONGNAME), attribute);
            add(tar, new TarArchiveEntry("index.json"), "{}");
        });
        byte[] bytes = Files.readAllBytes(archive);
        bytes[TYPE_FIELD] = type;
        Files.write(archive, withChecksum(bytes));

        assertThat(refused().detail()).contains("a header of more than 262144 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"77777777777", "00000100000"})
    void anEntryIsLongerThanTheArchive(String size) throws IOException {
        write(tar -> add(tar, new TarArchiveEntry("index.json"), "{}"));
        byte[] bytes = Files.readAllBytes(archive);
        byte[] octal = size.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(octal, 0, bytes, SIZE_FIELD, octal.length);
        Files.write(archive, withChecksum(bytes));

        assertThat(refused().detail()).contains("the archive ends before the ", "bytes of 'index.json' do");
    }

    @Test
    void theArchiveIsCut() throws IOException {
        byte[] whole = Files.readAllBytes(good(archive));
        long end = lastByte();
        for (int length = 1; length < end; length += 300) {
            Files.write(archive, Arrays.copyOf(whole, length));
            Failure failure = Copies.failure(() -> {
                try (LayoutSource opened = open()) {
                    Copies.copy(opened, Copies.target(), "1.0");
                }
            });
            assertThat(failure.side()).as("cut to %d bytes", length).hasToString("source");
        }
    }

    @Test
    void theArchiveIsNoise() throws IOException {
        Files.writeString(archive, "no archive ".repeat(1000));

        assertThat(refused().detail()).contains("the archive is damaged at byte 0, or no tar archive");
    }

    @Test
    void theArchiveIsNotThere() {
        assertThat(refused().kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(refused().detail()).contains("there is no " + archive);
    }

    @Test
    void theArchiveHoldsNoLayout() throws IOException {
        assertThat(refused(tar -> add(tar, new TarArchiveEntry("readme"), "hello"))
                        .detail())
                .contains("this is no image layout");
    }

    @Test
    void theArchiveUnpacksToFarMoreThanItsSize() throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive))) {
            byte[] zeros = new byte[1024 * 1024];
            for (int i = 0; i < 64; i++) {
                out.write(zeros);
            }
        }
        long before = temporaryFiles();

        Failure failure = refused();

        assertThat(failure.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
        assertThat(failure.detail()).contains("more than 100 times its own size");
        assertThat(temporaryFiles()).isEqualTo(before);
    }

    @Test
    void aCompressedArchiveIsCut() throws IOException {
        Path packed = good(folder.resolve("images.tar.gz"));
        byte[] whole = Files.readAllBytes(packed);
        Files.write(archive, Arrays.copyOf(whole, whole.length / 2));

        assertThat(refused().detail()).contains("the archive is damaged");
    }

    @Test
    void anArchiveOfTarIsRead() throws IOException, InterruptedException {
        Copies.copyAll(source, Copies.folder(folder.resolve("layout")));
        Process tar = new ProcessBuilder(
                        "tar", "-C", folder.resolve("layout").toString(), "-cf", archive.toString(), ".")
                .start();
        assertThat(tar.waitFor()).isZero();

        try (LayoutSource layout = open()) {
            assertThat(layout.fetch(new Tag("1.0"))).isPresent();
        }
    }

    /// After the content of all entries there is only filling.
    private long lastByte() throws IOException {
        try (ArchiveFiles files = ArchiveFiles.open(archive)) {
            return files.entries().values().stream()
                    .mapToLong(entry -> entry.offset() + entry.size())
                    .max()
                    .orElseThrow();
        }
    }

    private Path good(Path file) {
        try (LayoutArchive written = LayoutArchive.begin(file, LayoutName.of(file), LayoutArchive.Form.LAYOUT)) {
            Copies.copyAll(source, written.target());
            written.finish();
        }
        return file;
    }

    private Failure refused(Content content) throws IOException {
        write(content);
        return refused();
    }

    private Failure refused() {
        return Copies.failure(() -> open().close());
    }

    private LayoutSource open() {
        return LayoutSource.archive(archive, LayoutName.of(archive));
    }

    private void write(Content content) throws IOException {
        try (OutputStream out = Files.newOutputStream(archive);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new BufferedOutputStream(out))) {
            content.add(tar);
        }
    }

    private static void add(TarArchiveOutputStream tar, TarArchiveEntry entry, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    private static byte[] withChecksum(byte[] archive) {
        Arrays.fill(archive, CHECKSUM_FIELD, CHECKSUM_FIELD + 8, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += archive[i] & 0xff;
        }
        byte[] octal = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(octal, 0, archive, CHECKSUM_FIELD, octal.length);
        return archive;
    }

    private static long temporaryFiles() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("imagemirror-"))
                    .count();
        }
    }
}
