package dev.imagemirror.servers;

import java.nio.file.Path;
import java.util.Map;

/// crane, with its logins in a folder of its own. It uses plain HTTP for 127.0.0.1 by itself.
public record Crane(Path folder) {

    /// Remembers a password for this registry, `127.0.0.1:5000`, for all further commands.
    public Crane login(String registry, String user, String password) {
        run("auth", "login", registry, "--username", user, "--password", password)
                .orThrow();
        return this;
    }

    public CommandResult run(String... arguments) {
        return Command.of(ServerBinaries.path("crane"), Map.of("DOCKER_CONFIG", folder.toString()), arguments)
                .run();
    }
}
