package dev.imagemirror.cli;

import java.util.List;

/// `plan`: shows what `sync` would do with the same files, and writes nothing.
final class PlanCommand {
    private static final String FOOTER = """
            Both sides are asked, as sync asks them, with the same credentials. The last
            lines say what it would cost: requests, bytes that are known, and what is left
            of a registry's quota of pulls.

            Exit codes: 0 the plan is whole
                        1 a document is refused
                        2 the command line is wrong
                        3 something could not be asked
            """;

    private PlanCommand() {}

    static Command command() {
        return new Command(
                "imagemirror plan",
                "Shows what sync would do with these files, and why; writes nothing.",
                JobRunner.OPTIONS,
                List.of(),
                () -> FOOTER,
                (line, console) -> JobRunner.run(line, console, true));
    }
}
