package dev.imagemirror.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.ParseException;
import org.jspecify.annotations.Nullable;

/// `imagemirror`: the commands that need no cluster. Only the one that is asked for is set up.
public final class MirrorCommand {
    private static final Map<String, Supplier<Command>> COMMANDS = commands();

    private MirrorCommand() {}

    /// Runs one command line.
    ///
    /// @return the exit code: 0 done, 1 a document is refused, 2 the command line is wrong, 3 something failed
    public static int execute(String... arguments) {
        return execute(Console.system(), arguments);
    }

    static int execute(Console console, String... arguments) {
        @Nullable Supplier<Command> command = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
        return command == null
                ? program().execute(console, beginning(arguments))
                : command.get().execute(console, Arrays.copyOfRange(arguments, 1, arguments.length));
    }

    /// In the order of the help.
    private static Map<String, Supplier<Command>> commands() {
        Map<String, Supplier<Command>> commands = new LinkedHashMap<>();
        commands.put("sync", SyncCommand::command);
        commands.put("plan", PlanCommand::command);
        commands.put("copy", CopyCommand::command);
        return commands;
    }

    /// What there is without the name of a command: help, the version and mistakes.
    private static Command program() {
        return new Command(
                Version.PROGRAM,
                "Mirrors container images and tells the truth about every tag.",
                List.of(),
                List.of(new Command.Operand("COMMAND", "One of those below.")),
                MirrorCommand::footer,
                MirrorCommand::refuse);
    }

    private static String footer() {
        Map<String, String> rows = new LinkedHashMap<>();
        COMMANDS.forEach((name, command) -> rows.put(name, command.get().description()));
        return """
                Commands:
                %s

                To see it work, run ./imagemirror demo in the folder of its sources: a cluster,
                two registries and the operator on this machine.
                """.formatted(Help.table(rows));
    }

    /// Up to what should be a command: the rest is for that to understand.
    private static String[] beginning(String... arguments) {
        int options = 0;
        while (options < arguments.length && arguments[options].startsWith("-")) {
            options++;
        }
        return Arrays.copyOf(arguments, Math.min(options + 1, arguments.length));
    }

    private static int refuse(CommandLine line, Console console) throws ParseException {
        String name = line.getArgs()[0];
        throw new ParseException("Unknown command: '%s'%s".formatted(name, Spelling.hint(name, COMMANDS.keySet())));
    }
}
