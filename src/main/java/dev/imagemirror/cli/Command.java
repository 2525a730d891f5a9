package dev.imagemirror.cli;

import dev.imagemirror.oci.MalformedException;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.ParseException;

/// What can be asked for on a command line. Each one has `--help` and `--version` besides its own options.
///
/// @param name all that one types to get it: `imagemirror sync`
/// @param options in the order of the help; one that is required, and its values, are asked for by it
/// @param operands what is said without an option, in this order; each of them must be
/// @param footer the end of the help, in lines of at most 80 columns; may be empty; made when somebody wants to read it
public record Command(
        String name,
        String description,
        List<Option> options,
        List<Operand> operands,
        Supplier<String> footer,
        Work work) {
    /// Exit code: everything is as it was asked for.
    public static final int DONE = 0;

    /// Exit code: what the command line names cannot be understood.
    public static final int REFUSED = 1;

    /// Exit code: this machine is at fault, or imagemirror itself; there is a stack trace.
    public static final int BROKEN = 1;

    /// Exit code: the command line is wrong.
    public static final int MISTAKEN = 2;

    /// Exit code: something that was tried failed.
    public static final int FAILED = 3;

    /// An argument that has its place and no option.
    ///
    /// @param name in capitals, as in the synopsis
    public record Operand(String name, String description) {}

    /// What a command does.
    @FunctionalInterface
    public interface Work {
        /// @return the exit code
        /// @throws ParseException when the command line turns out to be wrong; its message says how
        int run(CommandLine line, Console console) throws IOException, ParseException;
    }

    /// Runs it.
    ///
    /// @param arguments without the name
    /// @return the exit code
    public int execute(Console console, String... arguments) {
        try {
            return execute(new Syntax(this), console, arguments);
        } catch (ParseException e) {
            console.err().println(e.getMessage());
            console.err().println(Help.of(this));
            return MISTAKEN;
        } catch (MalformedException e) {
            console.err().println(Version.PROGRAM + ": " + e.getMessage());
            return REFUSED;
        } catch (IOException e) {
            e.printStackTrace(console.err());
            return BROKEN;
        }
    }

    private int execute(Syntax syntax, Console console, String... arguments) throws IOException, ParseException {
        CommandLine line = syntax.read(arguments);
        if (line.hasOption(Syntax.HELP)) {
            console.out().println(Help.of(this));
            return DONE;
        }
        if (line.hasOption(Syntax.VERSION)) {
            console.out().println(Version.text());
            return DONE;
        }
        syntax.check(line);
        return work.run(line, console);
    }
}
