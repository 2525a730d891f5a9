package dev.imagemirror.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "nonsense       | imagemirror      | Unknown command: 'nonsense'",
                "snc -f a       | imagemirror      | Unknown command: 'snc'; did you mean 'sync'?",
                "--hlp          | imagemirror      | Unknown option: '--hlp'; did you mean '--help'?",
                "-x sync        | imagemirror      | Unknown option: '-x'",
                "sync           | imagemirror sync | Missing required option: '--filename FILE...'",
                "sync a         | imagemirror sync | Missing required option: '--filename FILE...'",
                "sync -f a -- b | imagemirror sync | Unexpected argument: 'b'",
                "plan           | imagemirror plan | Missing required option: '--filename FILE...'",
                "copy           | imagemirror copy | Missing required parameter: 'SOURCE'",
                "copy oci:a     | imagemirror copy | Missing required parameter: 'TARGET'",
                "copy --plaform x a b | imagemirror copy | Unknown option: '--plaform'; did you mean '--platform'?",
            })
    void namesTheMistakeAndShowsTheUsage(String line, String usage, String message) {
        CommandRun run = CommandRun.of(folder, "", line.split(" "));
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("%s%nUsage: %s [-hV] ".formatted(message, usage));
    }

    @Test
    void asksForACommand() {
        CommandRun run = CommandRun.of(folder, "");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("Missing required parameter: 'COMMAND'\n")
                .contains("\n  sync   Runs ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "-h",
                "sync --help",
                "sync -h",
                "sync -f a -h",
                "sync -hf a",
                "plan --help",
                "copy --help",
                "copy a -h"
            })
    void helpsWithinEightyColumns(String line) {
        CommandRun run = CommandRun.of(folder, "", line.split(" "));
        assertThat(run.exit()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("Usage: imagemirror ");
        assertThat(run.out().lines()).allMatch(text -> text.length() <= 80);
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

    @ParameterizedTest
    @ValueSource(strings = {"-V", "--version sync", "sync -V", "copy a --version"})
    void saysItsVersionToWhoeverAsks(String line) {
        CommandRun run = CommandRun.of(folder, "", line.split(" "));
        assertThat(run.exit()).isZero();
        assertThat(run.out()).startsWith("imagemirror ").doesNotContain("Usage");
    }
}
