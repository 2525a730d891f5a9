package dev.imagemirror.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What the command line of `bench/run` says.
final class Options {
    @Option(
            names = "--case",
            arity = "1..*",
            paramLabel = "NAME",
            description = "Only these cases; a beginning of a name will do (cold, unchanged).")
    List<String> cases = List.of();

    @Option(names = "--set", arity = "1..*", paramLabel = "SET", description = "Only cases of these sets (A, B).")
    List<String> sets = List.of();

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds of each case (default: ${DEFAULT-VALUE}).")
    int rounds = 5;

    @Option(names = "--growth", description = "Growth with the number of tags; alone unless cases are named too.")
    boolean growth;

    @Option(names = "--gate", description = "Holds the figures against the targets; exit code 1 when one is missed.")
    boolean gate;

    @Option(names = "--quick", description = "Tiny sets and one round, to see that it works; leaves docs alone.")
    boolean quick;

    @Option(names = "--profile", paramLabel = "CASE", description = "Records the engine in this case instead.")
    @Nullable
    String profile;

    @Option(names = "--list", description = "Shows the cases and ends.")
    boolean list;

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
}
