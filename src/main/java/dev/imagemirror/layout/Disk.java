package dev.imagemirror.layout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Changes the file system in steps of which each is done or not done, so that their order decides what a crash leaves.
///
/// @param steps told before each one
/// @param durable whether written files are forced to the disk; what is thrown away after a crash need not be
record Disk(Steps steps, boolean durable) {
    /// What can be done.
    enum Step {
        CREATE_FOLDER,
        CREATE_FILE,
        WRITE,
        FORCE,
        MOVE,
        DELETE
    }

    /// Looks at a step before it is taken, and prevents it by an exception.
    interface Steps {
        void before(Step step, Path path) throws IOException;
    }

    /// For what must outlast a crash.
    static Disk lasting() {
        return new Disk((step, path) -> {}, true);
    }

    /// For what is put together in a temporary folder.
    static Disk passing() {
        return new Disk((step, path) -> {}, false);
    }

    /// Makes a folder and those above it.
    void createFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            steps.before(Step.CREATE_FOLDER, folder);
            Files.createDirectories(folder);
        }
    }

    /// Opens a new file for writing.
    FileChannel create(Path file) throws IOException {
        steps.before(Step.CREATE_FILE, file);
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    void write(FileChannel channel, Path file, ByteBuffer bytes) throws IOException {
        steps.before(Step.WRITE, file);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /// Waits until what was written would outlast a loss of power.
    void force(FileChannel channel, Path file) throws IOException {
        if (durable) {
            steps.before(Step.FORCE, file);
            channel.force(true);
        }
    }

    /// The same for the names in a folder.
    void forceFolder(Path folder) throws IOException {
        if (durable && Files.isDirectory(folder)) {
            steps.before(Step.FORCE, folder);
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /// Gives a file its final name, in the place of another one if there is one, at once.
    void move(Path file, Path to) throws IOException {
        steps.before(Step.MOVE, to);
        Files.move(file, to, StandardCopyOption.ATOMIC_MOVE);
    }

    void delete(Path file) throws IOException {
        steps.before(Step.DELETE, file);
        Files.deleteIfExists(file);
    }
}
