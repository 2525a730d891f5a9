package dev.imagemirror.cli;

import dev.imagemirror.oci.MalformedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `imagemirror`: the commands that need no cluster.
@Command(
        name = "imagemirror",
        description = "Mirrors container images and tells the truth about every tag.",
        subcommands = {SyncCommand.class, CopyCommand.class},
        mixinStandardHelpOptions = true,
        versionProvider = MirrorCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "To see it work, run ./imagemirror demo in the folder of its sources: a cluster, two registries and the"
                    + " operator on this machine."
        })
public final class MirrorCommand {
    private MirrorCommand() {}

    /// Runs one command line.
    ///
    /// @return the exit code: 0 done, 1 a document is refused, 2 the command line is wrong, 3 something failed
    public static int execute(String... arguments) {
        return line().execute(arguments);
    }

    static CommandLine line() {
        return new CommandLine(new MirrorCommand()).setExecutionExceptionHandler((fault, command, parsed) -> {
            if (!(fault instanceof MalformedException)) {
                throw fault;
            }
            command.getErr().println("imagemirror: " + fault.getMessage());
            return SyncCommand.REFUSED;
        });
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = MirrorCommand.class.getPackage().getImplementationVersion();
            return new String[] {"imagemirror " + (version == null ? "(development)" : version)};
        }
    }
}
