package dev.imagemirror.layout;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// Writes a folder into a tar archive so that the same files give the same bytes: sorted by name, without owners, all
/// of the same time.
final class ArchiveWriter {
    private static final int BUFFER = 64 * 1024;
    private static final int MODE = 0100644;

    private ArchiveWriter() {}

    /// Whether an archive of this name is compressed.
    static boolean isCompressed(Path archive) {
        String name = archive.getFileName().toString();
        return name.endsWith(".gz") || name.endsWith(".tgz");
    }

    static void write(Path folder, OutputStream out, boolean compressed) throws IOException {
        OutputStream packed = compressed ? new GZIPOutputStream(out, BUFFER) : out;
        TarArchiveOutputStream tar = new TarArchiveOutputStream(packed);
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        for (String name : names(folder)) {
            tar.putArchiveEntry(entry(name, Files.size(folder.resolve(name))));
            Files.copy(folder.resolve(name), tar);
            tar.closeArchiveEntry();
        }
        tar.finish();
        if (packed instanceof GZIPOutputStream gzip) {
            gzip.finish();
        }
        packed.flush();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(name -> !name.equals(FolderLock.FILE) && !name.startsWith(FolderWriter.INCOMING))
                    .sorted()
                    .toList();
        }
    }

    private static TarArchiveEntry entry(String name, long size) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(size);
        entry.setMode(MODE);
        entry.setIds(0, 0);
        entry.setNames("", "");
        entry.setLastModifiedTime(FileTime.fromMillis(0));
        return entry;
    }
}
