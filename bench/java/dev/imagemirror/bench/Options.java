package dev.imagemirror.bench;

import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.ParseException;
import org.jspecify.annotations.Nullable;

/// What the command line of `bench/run` says.
///
/// @param cases names or their beginnings; empty for all
/// @param sets empty for all
/// @param profile the case to record, or null
record Options(
        List<String> cases,
        List<String> sets,
        int rounds,
        boolean growth,
        boolean gate,
        boolean quick,
        @Nullable String profile,
        boolean list) {
    private static final int ROUNDS = 5;

    private static final Option CASE =
            several("case", "NAME", "Only these cases; a beginning of a name will do (cold, unchanged).");
    private static final Option SET = several("set", "SET", "Only cases of these sets (A, B).");
    private static final Option ROUNDS_OF_EACH =
            one("rounds", "N", "Rounds of each case (default: %d).".formatted(ROUNDS));
    private static final Option GROWTH =
            flag("growth", "Growth with the number of tags; alone unless cases are named too.");
    private static final Option GATE =
            flag("gate", "Holds the figures against the targets; exit code 1 when one is missed.");
    private static final Option QUICK =
            flag("quick", "Tiny sets and one round, to see that it works; leaves docs alone.");
    private static final Option PROFILE = one("profile", "CASE", "Records the engine in this case instead.");
    private static final Option LIST = flag("list", "Shows the cases and ends.");

    static final List<Option> ALL = List.of(CASE, SET, ROUNDS_OF_EACH, GROWTH, GATE, QUICK, PROFILE, LIST);

    /// @throws ParseException when the number of rounds is none
    static Options of(CommandLine line) throws ParseException {
        return new Options(
                values(line, CASE),
                values(line, SET),
                rounds(line),
                line.hasOption(GROWTH),
                line.hasOption(GATE),
                line.hasOption(QUICK),
                line.getOptionValue(PROFILE),
                line.hasOption(LIST));
    }

    /// Whether everything is to be measured.
    boolean isWhole() {
        return cases.isEmpty() && sets.isEmpty() && !growth;
    }

    boolean wantsCases() {
        return isWhole() || !cases.isEmpty() || !sets.isEmpty();
    }

    boolean wantsGrowth() {
        return isWhole() || growth;
    }

    int roundsOfEach() {
        return quick ? 1 : rounds;
    }

    private static List<String> values(CommandLine line, Option option) {
        return line.hasOption(option) ? List.of(line.getOptionValues(option)) : List.of();
    }

    private static int rounds(CommandLine line) throws ParseException {
        String text = line.getOptionValue(ROUNDS_OF_EACH, String.valueOf(ROUNDS));
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new ParseException("Invalid value of option '--rounds': '%s' is not a number".formatted(text));
        }
    }

    private static Option flag(String name, String description) {
        return Option.builder().longOpt(name).desc(description).get();
    }

    private static Option one(String name, String value, String description) {
        return Option.builder()
                .longOpt(name)
                .hasArg()
                .argName(value)
                .desc(description)
                .get();
    }

    private static Option several(String name, String value, String description) {
        return Option.builder()
                .longOpt(name)
                .hasArgs()
                .argName(value)
                .desc(description)
                .get();
    }
}
