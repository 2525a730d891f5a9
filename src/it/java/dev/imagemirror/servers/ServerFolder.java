package dev.imagemirror.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Temporary folders of servers. In memory where the system offers that: etcd and registries then never wait for a
/// disk. The prefix of the name is what allows the supervisor to remove them.
public final class ServerFolder {

    /// The folder in which all of them are made, and the logs too; without it the logs are kept below `target`. The
    /// name does not begin with `imagemirror`, where the operator takes what it does not know for a mistyped
    /// setting.
    public static final String PARENT_PROPERTY = "servers.folder";

    private static final Path MEMORY = Path.of("/dev/shm");

    private ServerFolder() {}

    public static Path create(String name) {
        try {
            String prefix = "imagemirror-" + name + "-";
            Optional<Path> parent = parent().or(() -> Optional.of(MEMORY).filter(Files::isWritable));
            return parent.isPresent()
                    ? Files.createTempDirectory(parent.get(), prefix)
                    : Files.createTempDirectory(prefix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path logs() {
        return parent().orElseGet(() -> ServerBinaries.project().resolve("target/servers"));
    }

    public static void write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try {
            Files.walkFileTree(folder, new Deletion());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> parent() {
        return Optional.ofNullable(System.getProperty(PARENT_PROPERTY)).map(Path::of);
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException problem) throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
