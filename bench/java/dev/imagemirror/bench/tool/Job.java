package dev.imagemirror.bench.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// One repository to copy, every tag of it.
///
/// @param from       host and port of the source
/// @param to         host and port of the target
/// @param repository its path at the source
/// @param folder     for configuration files and logs; empty when the job is new
/// @param limit      after which the tool is ended
public record Job(String from, String to, String repository, Access access, Path folder, Duration limit) {

    /// What stands before the repository's path at the target.
    public static final String PREFIX = "mirror/";

    public String source() {
        return from + "/" + repository;
    }

    public String target() {
        return to + "/" + PREFIX + repository;
    }

    /// Writes a file of configuration.
    Path write(String name, String text) {
        try {
            return Files.writeString(Files.createDirectories(folder).resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path log() {
        return folder.resolve("log");
    }
}
