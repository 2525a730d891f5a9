package dev.imagemirror.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.ParseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyntaxTest {
    private static final Option FILES =
            Option.builder("f").longOpt("filename").argName("FILE").hasArgs().get();
    private static final Option PLATFORM =
            Option.builder().longOpt("platform").argName("OS/ARCH").hasArg().get();
    private static final Option PRUNE = Option.builder("p").longOpt("prune").get();

    @ParameterizedTest
    @CsvSource({
        "-f a b,           'a b'",
        "-f a -f b,        'a b'",
        "-f a --filename b,'a b'",
        "-fa,              'a'",
        "-f=a,             'a'",
        "--filename=a,     'a'",
        "--filename=a=b,   'a=b'",
        "--filename a b -p,'a b'",
        "-pf a,            'a'",
        "-pfa b,           'a b'",
        "-fa b,            'a b'",
        "-f=a b,           'a b'",
        "--filename=a b,   'a b'",
        "-fa -fb,          'a b'",
        "-fa=b,            'a=b'",
        "-filename a,      'ilename a'",
        "-f=-x,            '-x'",
        "--filename=-x,    '-x'",
        "--filename=--pru, '--pru'",
        "-f -,             '-'",
        "-f - a,           '- a'",
        "-f \"a\",         '\"a\"'",
    })
    void readsTheValuesOfAnOption(String line, String values) throws ParseException {
        assertThat(read(line).getOptionValues(FILES)).containsExactly(values.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b --platform x -p",
                "a --platform x b -p",
                "-p --platform=x a b",
                "a -p --platform x b",
                "--platform x -p -- a b",
            })
    void optionsStandAnywhere(String text) throws ParseException {
        CommandLine line = read(text);
        assertThat(line.getOptionValue(PLATFORM)).isEqualTo("x");
        assertThat(line.hasOption(PRUNE)).isTrue();
        assertThat(line.getArgList()).containsExactly("a", "b");
    }

    @Test
    void twoDashesEndTheOptions() throws ParseException {
        CommandLine line = read("-f a -- -p --what");
        assertThat(line.getOptionValues(FILES)).containsExactly("a");
        assertThat(line.hasOption(PRUNE)).isFalse();
        assertThat(line.getArgList()).containsExactly("-p", "--what");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--what             | Unknown option: '--what'",
                "-f a --what        | Unknown option: '--what'",
                "-f -x              | Unknown option: '-x'",
                "-px                | Unknown option: '-px'",
                "--platform --prun  | Unknown option: '--prun'; did you mean '--prune'?",
                "--plaform=x        | Unknown option: '--plaform=x'; did you mean '--platform'?",
                "--file a           | Unknown option: '--file'; did you mean '--filename'?",
                "-prune             | Unknown option: '-prune'; did you mean '--prune'?",
                "--prune=x          | Unknown option: '--prune=x'; did you mean '--prune'?",
                "-f                 | Missing value of option '--filename': FILE...",
                "-f a -f            | Missing value of option '--filename': FILE...",
                "-f -- a            | Missing value of option '--filename': FILE...",
                "-f -p              | Missing value of option '--filename': FILE...",
                "a --platform       | Missing value of option '--platform': OS/ARCH",
            })
    void namesWhatCannotBeRead(String line, String message) {
        assertThatExceptionOfType(ParseException.class)
                .isThrownBy(() -> read(line))
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "a b                            | Missing required option: '--filename FILE...'",
                "-f x --                        | Missing required parameter: 'SOURCE'",
                "a -f x                         | Missing required parameter: 'TARGET'",
                "a b c -f x                     | Unexpected argument: 'c'",
                "a b -f x --platform y --platform z | Option '--platform' is given 2 times, once is enough",
            })
    void namesWhatIsMissingOrTooMuch(String text, String message) throws ParseException {
        Option required = (Option) FILES.clone();
        required.setRequired(true);
        Syntax syntax = syntax(
                List.of(required, PLATFORM),
                List.of(new Command.Operand("SOURCE", ""), new Command.Operand("TARGET", "")));

        CommandLine line = syntax.read(text.split(" "));

        assertThatExceptionOfType(ParseException.class)
                .isThrownBy(() -> syntax.check(line))
                .withMessage(message);
    }

    private static CommandLine read(String line) throws ParseException {
        return syntax(List.of(FILES, PLATFORM, PRUNE), List.of()).read(line.split(" "));
    }

    private static Syntax syntax(List<Option> options, List<Command.Operand> operands) {
        return new Syntax(new Command("test", "", options, operands, () -> "", (line, console) -> Command.DONE));
    }
}
