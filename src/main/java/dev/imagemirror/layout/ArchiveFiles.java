package dev.imagemirror.layout;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/// A layout in a tar archive. Its entries are found once and then read where they stand: nothing is unpacked, so no
/// name of an entry ever reaches the file system.
///
/// @param unpacked the tar of a `.tar.gz`, deleted when this is closed; null: the archive itself is read
record ArchiveFiles(
        Map<String, FileSlice> entries, @Nullable Path unpacked) implements LayoutFiles {
    /// Most entries of an archive.
    static final int MAX_ENTRIES = 100_000;
    /// Most bytes before an entry's content: its header, and those for long names and attributes.
    static final int MAX_HEADER = 256 * 1024;

    private static final int BLOCK = 512;
    /// Most characters of a name in a message.
    private static final int SHOWN = 200;

    /// Reads a tar, or unpacks a compressed one to a temporary file first: its entries can be found only from the
    /// start to the end, and blobs are wanted in another order, several at once.
    static ArchiveFiles open(Path archive) throws IOException {
        Path file = archive.toRealPath();
        if (!Files.isRegularFile(file)) {
            throw BadLayoutException.noLayout("%s is no plain file".formatted(archive));
        }
        if (!Gunzip.isCompressed(file)) {
            return new ArchiveFiles(index(file), null);
        }
        Path tar = Gunzip.unpack(file);
        boolean done = false;
        try {
            ArchiveFiles files = new ArchiveFiles(index(tar), tar);
            done = true;
            return files;
        } finally {
            if (!done) {
                Files.deleteIfExists(tar);
            }
        }
    }

    @Override
    public Optional<FileSlice> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    @Override
    public void close() {
        if (unpacked != null) {
            // What cannot be deleted stays in the temporary folder; nobody waits for that.
            unpacked.toFile().delete();
        }
    }

    private static Map<String, FileSlice> index(Path file) throws IOException {
        Map<String, FileSlice> entries = new HashMap<>();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long position = 0;
            for (int count = 0; position < channel.size(); count++) {
                if (count > MAX_ENTRIES) {
                    throw BadLayoutException.tooMuch("the archive has more than %d entries".formatted(MAX_ENTRIES));
                }
                FileSlice header = new FileSlice(file, position, Math.min(MAX_HEADER, channel.size() - position));
                Optional<FileSlice> content = add(header, channel, entries);
                if (content.isEmpty()) {
                    break;
                }
                position = content.get().offset() + Math.ceilDiv(content.get().size(), BLOCK) * BLOCK;
            }
        }
        return entries;
    }

    /// @return where its content is; empty at the end of the archive
    private static Optional<FileSlice> add(FileSlice header, FileChannel channel, Map<String, FileSlice> entries)
            throws IOException {
        // Not closed, since that would close the channel. Only headers are read by it, so that their length is bounded.
        TarArchiveInputStream tar = new TarArchiveInputStream(header.open(channel));
        @Nullable TarArchiveEntry entry = next(tar, header);
        if (entry == null) {
            return Optional.empty();
        }
        FileSlice content = content(entry, header, tar.getBytesRead(), channel.size());
        add(entry, content, entries);
        return Optional.of(content);
    }

    private static @Nullable TarArchiveEntry next(TarArchiveInputStream tar, FileSlice header) throws IOException {
        try {
            return tar.getNextEntry();
        } catch (IOException | IllegalArgumentException e) {
            throw BadLayoutException.noLayout(
                    header.size() == MAX_HEADER && tar.getBytesRead() >= MAX_HEADER - BLOCK
                            ? "an entry of the archive has a header of more than %d bytes".formatted(MAX_HEADER)
                            : "the archive is damaged at byte %d, or no tar archive: %s"
                                    .formatted(header.offset(), e.getMessage()));
        }
    }

    private static FileSlice content(TarArchiveEntry entry, FileSlice header, long length, long size)
            throws IOException {
        long start = header.offset() + length;
        if (entry.getSize() < 0 || entry.getSize() > size - start) {
            throw BadLayoutException.noLayout(
                    "the archive ends before the %d bytes of '%s' do".formatted(entry.getSize(), shown(entry)));
        }
        return new FileSlice(header.file(), start, entry.getSize());
    }

    private static void add(TarArchiveEntry entry, FileSlice content, Map<String, FileSlice> entries)
            throws BadLayoutException {
        String name = entry.getName().startsWith("./") ? entry.getName().substring(2) : entry.getName();
        if (name.startsWith("/") || List.of(name.split("/")).contains("..")) {
            throw BadLayoutException.noLayout(
                    "the archive has an entry '%s', which leads out of it".formatted(shown(entry)));
        }
        if (entry.isDirectory()) {
            return;
        }
        if (!entry.isFile() || entry.isLink() || entry.isSymbolicLink() || entry.isSparse() || isSpecial(entry)) {
            throw BadLayoutException.noLayout(
                    "the archive has an entry '%s' that is no plain file; image layouts have only files and folders"
                            .formatted(shown(entry)));
        }
        if (entries.put(name, content) != null) {
            throw BadLayoutException.noLayout("the archive has two entries '%s'".formatted(shown(entry)));
        }
    }

    private static boolean isSpecial(TarArchiveEntry entry) {
        return entry.isBlockDevice() || entry.isCharacterDevice() || entry.isFIFO();
    }

    private static String shown(TarArchiveEntry entry) {
        String name = entry.getName();
        return name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "…";
    }
}
