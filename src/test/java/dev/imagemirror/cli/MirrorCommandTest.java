package dev.imagemirror.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the command line says of itself.
class MirrorCommandTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"sync", "'sync,-f'", "nonsense", "'sync,--what,-f,x'"})
    void refusesAWrongCommandLine(String line) {
        CommandRun run = CommandRun.of(folder, "", line.split(","));
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("Usage: imagemirror").doesNotContain("\tat ");
    }

    @Test
    void helpsAndSaysItsVersion() {
        CommandRun help = CommandRun.of(folder, "", "sync", "--help");
        assertThat(help.exit()).isZero();
        assertThat(help.out()).contains("Usage: imagemirror sync", "Exit codes: 0", "DOCKER_CONFIG");
        assertThat(help.out()).as("a line of one word").doesNotContainPattern("(?m)^\\S+$");

        CommandRun all = CommandRun.of(folder, "", "--help");
        assertThat(all.out()).contains("sync", "./imagemirror demo");

        CommandRun version = CommandRun.of(folder, "", "--version");
        assertThat(version.exit()).isZero();
        assertThat(version.out()).startsWith("imagemirror ");
    }
}
