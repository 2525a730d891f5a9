package dev.imagemirror.cli;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.resource.FailureReason;
import dev.imagemirror.resource.MirrorAccess;
import dev.imagemirror.resource.MirrorConnections;
import dev.imagemirror.sync.SyncReport;
import dev.imagemirror.sync.SyncSource;
import dev.imagemirror.sync.TagReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;

/// `copy`: copies the images of one repository once, between registries, folders and archives.
record CopyCommand(CopyRequest request, Console console) {
    private static final MirrorAccess USERS_OWN =
            new MirrorAccess(Map.of(), new MirrorAccess.Door(null, null, false), List.of());

    private static final Option PLATFORM = Option.builder()
            .longOpt("platform")
            .argName("OS/ARCH[/VARIANT]")
            .hasArg()
            .desc("Which image of an index goes to docker-archive:, which holds one platform.")
            .get();

    private static final Option FOREIGN_LAYERS = Option.builder()
            .longOpt("foreign-layers")
            .desc("Copy layers that may not be handed on too; the source must have them.")
            .get();

    private static final String FOOTER = """
            An end is one of
              docker://REPOSITORY[:TAG]    a registry; a source also with ~/REGEX/, =TAG,...
              oci:FOLDER[:NAME]            an OCI image layout in a folder
              oci-archive:FILE[:NAME]      the same in a file, .tar or .tar.gz
              docker-archive:FILE[:NAME]   a file for docker load; as a target only
            NAME is a tag, or a whole name such as quay.io/team/app:1.0. Without a tag all
            tags are copied, under the names that they have. A file is written anew, and
            only when nothing failed.

            Credentials are found where docker and podman keep them, as for sync.

            Exit codes: 0 everything is there
                        1 an end is refused
                        2 the command line is wrong
                        3 something failed
            """;

    static Command command() {
        return new Command(
                "imagemirror copy",
                "Copies one image, or the images of one repository, between registries, folders and archives.",
                List.of(PLATFORM, FOREIGN_LAYERS),
                List.of(
                        new Command.Operand("SOURCE", "Where the images are."),
                        new Command.Operand("TARGET", "Where they are to be.")),
                () -> FOOTER,
                (line, console) -> of(line, console).run());
    }

    private static CopyCommand of(CommandLine line, Console console) {
        String[] ends = line.getArgs();
        String platform = line.getOptionValue(PLATFORM, "");
        CopyRequest request = CopyRequest.parse(ends[0], ends[1], platform, line.hasOption(FOREIGN_LAYERS));
        return new CopyCommand(request, console);
    }

    private int run() {
        try (Foreground foreground = new Foreground();
                Surroundings surroundings = new Surroundings();
                CopyEnds ends = CopyEnds.open(
                        request, new MirrorConnections(USERS_OWN, surroundings.with(name -> Optional.empty())))) {
            return copy(ends, foreground);
        } catch (ContentException e) {
            console.err().println(Version.PROGRAM + ": " + Words.of(e.failure()));
            return Command.FAILED;
        }
    }

    private int copy(CopyEnds ends, Foreground foreground) {
        Output output = new Output(console.out(), new Words(request), false);
        SyncReport report = foreground.run(request.sync(), ends, output);
        if (report.isInSync()) {
            ends.finish();
        }
        output.summarise(request.target().toString(), report);
        return report.isInSync() ? Command.DONE : Command.FAILED;
    }

    /// Both ends as they were written on the command line.
    private record Words(CopyRequest request) implements Output.Wording {
        static String of(Failure failure) {
            return FailureReason.of(failure) + ": " + failure;
        }

        @Override
        public String source(SyncSource source, TagReport tag) {
            return request.source() + ":" + tag.name();
        }

        @Override
        public String target(TagReport tag) {
            return tag.target()
                    .map(there -> request.target() + ":" + there.tag())
                    .orElse("-");
        }

        @Override
        public String message(Failure failure) {
            return failure.toString();
        }
    }
}
