package dev.imagemirror.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/// The arguments of a command with each option and each value on its own. Left as they are, Commons CLI would read two
/// values in `-fa=b`, no more than one in `-fa b`, and take an unknown option for a value of the option before it.
final class Arguments {
    private static final String SHORT = "-";
    private static final String LONG = "--";

    private final Options options;
    private final List<String> apart = new ArrayList<>();

    private Arguments(Options options) {
        this.options = options;
    }

    /// @throws ParseException when there is an option that is none of these; its message names it for the user
    static String[] takeApart(Options options, String... arguments) throws ParseException {
        Arguments taken = new Arguments(options);
        int end = Arrays.asList(arguments).indexOf(LONG);
        int read = end < 0 ? arguments.length : end;
        for (String argument : Arrays.copyOf(arguments, read)) {
            taken.add(argument);
        }
        taken.apart.addAll(Arrays.asList(arguments).subList(read, arguments.length));
        return taken.apart.toArray(String[]::new);
    }

    /// As an option is called in messages.
    static String name(Option option) {
        return option.hasLongOpt() ? LONG + option.getLongOpt() : SHORT + option.getOpt();
    }

    private void add(String argument) throws ParseException {
        if (argument.startsWith(LONG)) {
            addLong(argument);
        } else if (argument.startsWith(SHORT) && !argument.equals(SHORT)) {
            addShort(argument);
        } else {
            apart.add(argument);
        }
    }

    /// `--filename`, `--filename=FILE`.
    private void addLong(String argument) throws ParseException {
        String name = bare(argument);
        boolean joined = !name.equals(argument);
        if (!options.hasLongOption(name) || (joined && !options.getOption(name).hasArg())) {
            throw unknown(argument);
        }
        apart.add(name);
        if (joined) {
            apart.add(argument.substring(name.length() + 1));
        }
    }

    /// `-h`, `-hf`, `-fFILE`, `-f=FILE`.
    private void addShort(String argument) throws ParseException {
        for (int i = 1; i < argument.length(); i++) {
            String name = SHORT + argument.charAt(i);
            if (!options.hasShortOption(name)) {
                throw unknown(argument);
            }
            apart.add(name);
            if (options.getOption(name).hasArg()) {
                addValue(argument.substring(i + 1));
                return;
            }
        }
    }

    private void addValue(String joined) {
        if (!joined.isEmpty()) {
            apart.add(joined.startsWith("=") ? joined.substring(1) : joined);
        }
    }

    private ParseException unknown(String argument) {
        List<String> names = options.getOptions().stream().map(Arguments::name).toList();
        return new ParseException("Unknown option: '%s'%s".formatted(argument, Spelling.hint(bare(argument), names)));
    }

    /// Without what comes after an equals sign.
    private static String bare(String argument) {
        int equals = argument.indexOf('=');
        return equals < 0 ? argument : argument.substring(0, equals);
    }
}
