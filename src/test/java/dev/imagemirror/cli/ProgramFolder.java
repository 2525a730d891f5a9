package dev.imagemirror.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/// A folder with credential helpers that are shell scripts, and an environment with it on the PATH.
record ProgramFolder(Path path) {
    /// @param script with `$server` in it, what came on standard input
    void add(String name, String script) throws IOException {
        Path file = Files.writeString(
                path.resolve("docker-credential-" + name), "#!/bin/sh\nread -r server\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    Map<String, String> environment() {
        return Map.of("PATH", "/usr/bin:/bin:" + path);
    }

    List<String> linesOf(String file) throws IOException {
        return Files.exists(path.resolve(file)) ? Files.readAllLines(path.resolve(file)) : List.of();
    }
}
