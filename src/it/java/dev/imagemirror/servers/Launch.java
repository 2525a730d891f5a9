package dev.imagemirror.servers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What it takes to start a server.
///
/// @param name      names the log, `<name>-<n>.log`
/// @param folder    holds the server's data and is deleted with it; its name must begin with `imagemirror-`
/// @param logFolder where the log is written
/// @param deadline  how long the server may take to become ready
public record Launch(
        String name,
        Path folder,
        List<String> command,
        Map<String, String> environment,
        Path logFolder,
        Duration deadline) {

    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /// A launch with a new temporary folder.
    public static Launch of(String name, Path program, String... arguments) {
        return in(ServerFolder.create(name), name, program, arguments);
    }

    static Launch in(Path folder, String name, Path program, String... arguments) {
        List<String> command = Stream.concat(Stream.of(program.toString()), Stream.of(arguments))
                .toList();
        return new Launch(name, folder, command, Map.of(), ServerFolder.logs(), Duration.ofSeconds(60));
    }

    public Launch withEnvironment(String variable, String value) {
        Map<String, String> added = new HashMap<>(environment);
        added.put(variable, value);
        return new Launch(name, folder, command, added, logFolder, deadline);
    }

    public Launch withLogFolder(Path logs) {
        return new Launch(name, folder, command, environment, logs, deadline);
    }

    public Launch withDeadline(Duration limit) {
        return new Launch(name, folder, command, environment, logFolder, limit);
    }
}
