package dev.imagemirror.layout;

import dev.imagemirror.oci.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/// Writes the files of a layout in a folder. Each is written under a temporary name and gets its own when it is whole,
/// so a reader, and whoever comes after a crash, sees whole files only. Safe for use by many threads.
final class FolderWriter {
    /// Where files are that are not whole yet. No reader of layouts looks there.
    static final String INCOMING = "incoming";
    /// After this time a file there is what a crash left, and not a slow download.
    static final Duration LEFT_OVER = Duration.ofHours(24);

    private static final String BLOBS = "blobs";
    private static final String VERSION = "{\"imageLayoutVersion\":\"1.0.0\"}";
    private static final Set<String> OURS =
            Set.of(BLOBS, LayoutFiles.INDEX, LayoutFiles.VERSION, INCOMING, FolderLock.FILE);

    private final Path folder;
    private final Disk disk;
    private final InstantSource clock;
    private volatile boolean prepared;

    FolderWriter(Path folder, Disk disk, InstantSource clock) {
        this.folder = folder;
        this.disk = disk;
        this.clock = clock;
    }

    /// What fills a file.
    interface Filling {
        void fill(Sink sink) throws IOException;
    }

    /// Where its bytes go.
    interface Sink {
        void write(byte[] bytes, int length) throws IOException;
    }

    /// Writes a blob, in the place of one that is damaged.
    void write(Digest digest, Filling filling) throws IOException {
        prepare();
        Path blobs = folder.resolve(BLOBS);
        FolderFiles.checkFolder(blobs);
        Path ofAlgorithm = blobs.resolve(digest.algorithm());
        disk.createFolder(ofAlgorithm);
        FolderFiles.checkFolder(ofAlgorithm);
        place(ofAlgorithm.resolve(digest.hex()), filling);
    }

    /// Changes what `index.json` says while nobody else does. What it refers to would outlast a loss of power before it
    /// does.
    ///
    /// @param current what it says now; the folder is a layout by then
    void change(IndexReader current, UnaryOperator<LayoutIndex> change) throws IOException {
        prepare();
        new FolderLock(folder).hold(() -> {
            LayoutIndex before = current.read();
            LayoutIndex after = change.apply(before);
            if (!after.equals(before)) {
                for (String algorithm : List.of("sha256", "sha512")) {
                    disk.forceFolder(folder.resolve(BLOBS).resolve(algorithm));
                }
                replace(LayoutFiles.INDEX, checked(after.bytes()));
                disk.forceFolder(folder);
            }
        });
    }

    void delete(Digest digest) throws IOException {
        disk.delete(folder.resolve(LayoutFiles.blob(digest)));
    }

    /// Reads `index.json`.
    interface IndexReader {
        LayoutIndex read();
    }

    /// Makes the folder a layout, unless it is one. `oci-layout` comes last: where it is, the rest is too.
    private void prepare() throws IOException {
        if (prepared) {
            return;
        }
        disk.createFolder(folder);
        if (Files.exists(folder.resolve(LayoutFiles.VERSION), LinkOption.NOFOLLOW_LINKS)) {
            discardLeftOvers();
        } else {
            checkOurs();
            new FolderLock(folder).hold(this::found);
        }
        prepared = true;
    }

    private void found() throws IOException {
        disk.createFolder(folder.resolve(BLOBS));
        if (!Files.exists(folder.resolve(LayoutFiles.INDEX), LinkOption.NOFOLLOW_LINKS)) {
            replace(LayoutFiles.INDEX, LayoutIndex.empty().bytes());
        }
        replace(LayoutFiles.VERSION, VERSION.getBytes(StandardCharsets.UTF_8));
        disk.forceFolder(folder);
    }

    /// Somebody's other files are not mixed with a layout; what a crash left of one is taken up.
    private void checkOurs() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (!OURS.contains(file.getFileName().toString())) {
                    throw BadLayoutException.noLayout(
                            "%s is no image layout but holds other files; name a new or an empty folder"
                                    .formatted(folder));
                }
            }
        }
    }

    private void discardLeftOvers() throws IOException {
        Path incoming = folder.resolve(INCOMING);
        if (!Files.isDirectory(incoming, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Instant limit = clock.instant().minus(LEFT_OVER);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(incoming)) {
            for (Path file : files) {
                if (isOlder(file, limit)) {
                    disk.delete(file);
                }
            }
        }
    }

    /// A file that is not there any more was completed meanwhile, by another thread or process.
    private static boolean isOlder(Path file, Instant limit) throws IOException {
        try {
            FileTime time = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
            return time.toInstant().isBefore(limit);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private void replace(String name, byte[] bytes) throws IOException {
        place(folder.resolve(name), sink -> sink.write(bytes, bytes.length));
    }

    private void place(Path file, Filling filling) throws IOException {
        Path incoming = folder.resolve(INCOMING);
        disk.createFolder(incoming);
        FolderFiles.checkFolder(incoming);
        Path part = incoming.resolve(UUID.randomUUID().toString());
        boolean placed = false;
        try {
            try (FileChannel channel = disk.create(part)) {
                filling.fill((bytes, length) -> disk.write(channel, part, ByteBuffer.wrap(bytes, 0, length)));
                disk.force(channel, part);
            }
            disk.move(part, file);
            placed = true;
        } finally {
            if (!placed) {
                disk.delete(part);
            }
        }
    }

    private static byte[] checked(byte[] index) throws BadLayoutException {
        if (index.length > LayoutIndex.MAX_BYTES) {
            throw BadLayoutException.tooMuch("%s would have more than %d bytes; use several folders"
                    .formatted(LayoutFiles.INDEX, LayoutIndex.MAX_BYTES));
        }
        return index;
    }
}
