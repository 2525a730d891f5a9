package dev.imagemirror.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.commons.cli.Option;
import org.junit.jupiter.api.Test;

class HelpTest {
    private static final Option FILES = Option.builder("f")
            .longOpt("filename")
            .argName("FILE")
            .hasArgs()
            .required()
            .desc("Twelve words that take more room than there is beside these long labels.")
            .get();

    private static final Option PLATFORM = Option.builder()
            .longOpt("platform")
            .argName("OS/ARCH[/VARIANT]")
            .hasArg()
            .desc("Which.")
            .get();

    @Test
    void showsAllThatACommandTakes() {
        Command command = new Command(
                "imagemirror test",
                "Tests this and that, and when it has done so says how it went, in more than one line.",
                List.of(FILES, PLATFORM),
                List.of(new Command.Operand("SOURCE", "From."), new Command.Operand("TARGET", "To.")),
                () -> "The end.\n",
                (line, console) -> Command.DONE);

        assertThat(Help.of(command)).isEqualTo("""
                        Usage: imagemirror test [-hV] -f FILE... [--platform OS/ARCH[/VARIANT]] SOURCE
                                                TARGET
                        Tests this and that, and when it has done so says how it went, in more than one
                        line.
                              SOURCE               From.
                              TARGET               To.
                          -f, --filename FILE...   Twelve words that take more room than there is beside
                                                   these long labels.
                              --platform OS/ARCH[/VARIANT]
                                                   Which.
                          -h, --help               Show this help message and exit.
                          -V, --version            Print version information and exit.

                        The end.""");
    }
}
