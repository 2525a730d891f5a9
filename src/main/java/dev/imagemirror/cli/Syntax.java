package dev.imagemirror.cli;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/// How the arguments of one command are read. All that is thrown names the mistake for the user.
final class Syntax {
    static final Option HELP = Option.builder("h")
            .longOpt("help")
            .desc("Show this help message and exit.")
            .get();

    static final Option VERSION = Option.builder("V")
            .longOpt("version")
            .desc("Print version information and exit.")
            .get();

    private final Command command;
    private final Options options = new Options();

    Syntax(Command command) {
        this.command = command;
        all(command).forEach(option -> options.addOption(optional(option)));
    }

    /// The options of a command, and those that every command has.
    static List<Option> all(Command command) {
        List<Option> all = new ArrayList<>(command.options());
        all.add(HELP);
        all.add(VERSION);
        return all;
    }

    /// What comes after an option's name; empty when that is nothing.
    static String values(Option option) {
        return option.hasArg() ? " " + option.getArgName() + (option.hasArgs() ? "..." : "") : "";
    }

    /// @throws ParseException when there is an option that the command has not, or one without its value
    CommandLine read(String... arguments) throws ParseException {
        DefaultParser parser = DefaultParser.builder()
                .setAllowPartialMatching(false)
                .setStripLeadingAndTrailingQuotes(false)
                .get();
        try {
            return parser.parse(options, Arguments.takeApart(options, arguments));
        } catch (MissingArgumentException e) {
            Option option = e.getOption();
            throw new ParseException(
                    "Missing value of option '%s':%s".formatted(Arguments.name(option), values(option)));
        }
    }

    /// Whether all is there that must be, and once; apart from [#read], since help is given without it.
    void check(CommandLine line) throws ParseException {
        for (Option option : command.options()) {
            check(option, line.getOptionCount(option));
        }
        check(line.getArgList(), command.operands());
    }

    private static void check(Option option, int count) throws ParseException {
        if (option.isRequired() && count == 0) {
            throw new ParseException(
                    "Missing required option: '%s%s'".formatted(Arguments.name(option), values(option)));
        }
        if (!option.hasArgs() && count > 1) {
            throw new ParseException(
                    "Option '%s' is given %d times, once is enough".formatted(Arguments.name(option), count));
        }
    }

    private static void check(List<String> given, List<Command.Operand> wanted) throws ParseException {
        if (given.size() < wanted.size()) {
            throw new ParseException("Missing required parameter: '%s'"
                    .formatted(wanted.get(given.size()).name()));
        }
        if (given.size() > wanted.size()) {
            throw new ParseException("Unexpected argument: '%s'".formatted(given.get(wanted.size())));
        }
    }

    /// The same for a line that asks for help and need not have it.
    private static Option optional(Option option) {
        Option copy = (Option) option.clone();
        copy.setRequired(false);
        return copy;
    }
}
