package dev.imagemirror.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.servers.Command;
import dev.imagemirror.servers.CommandResult;
import dev.imagemirror.servers.ServerBinaries;
import dev.imagemirror.servers.ServerFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The demo as a user starts it, on the packaged application.
@Tag("long")
class DemoIT {

    @Test
    void mirrorsEveryTagAndLeavesNothingBehind(@TempDir Path folder) throws Exception {
        CommandResult demo = run(folder, "demo", "--once").orThrow();

        assertThat(demo.stdout())
                .contains("READY", "PRESENT", "moved app:edge")
                .containsPattern("Present +127\\.0\\.0\\.1:[0-9]+/app:1\\.2\\.0 ")
                .contains("the same on both sides for all 9 tags");
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void anUnknownOptionIsRefused(@TempDir Path folder) {
        CommandResult demo = run(folder, "demo", "--twice");

        assertThat(demo.exitCode()).isEqualTo(2);
        assertThat(demo.stderr()).contains("usage: ./imagemirror demo [--once]");
    }

    /// @param folder where the demo makes its temporary folder
    private static CommandResult run(Path folder, String... arguments) {
        List<String> line = new ArrayList<>(List.of(arguments));
        line.addFirst(ServerBinaries.project().resolve("imagemirror").toString());
        Map<String, String> environment =
                Map.of("JDK_JAVA_OPTIONS", "-D" + ServerFolder.PARENT_PROPERTY + "=" + folder);
        return new Command(line, environment, Duration.ofMinutes(15)).run();
    }
}
