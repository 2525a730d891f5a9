package dev.imagemirror.cli;

import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.resource.MirrorConnections;
import dev.imagemirror.resource.MirrorSpecification;
import dev.imagemirror.resource.SpecReading;
import dev.imagemirror.sync.SyncReport;
import dev.imagemirror.sync.SyncRequest;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;

/// `sync`: runs the ImageMirror documents of files once.
///
/// @param files may have `-`, standard input
record SyncCommand(List<Path> files, PrintWriter out) {
    private static final Option FILES = Option.builder("f")
            .longOpt("filename")
            .argName("FILE")
            .hasArgs()
            .required()
            .desc("YAML files with ImageMirror and Secret documents, or - for standard input.")
            .get();

    private static final String FOOTER = """
            Credentials come from Secret documents in the same files, or from where docker,
            podman and skopeo keep them: $REGISTRY_AUTH_FILE alone, or
            $XDG_RUNTIME_DIR/containers/auth.json, ~/.config/containers/auth.json and
            $DOCKER_CONFIG/config.json (~/.docker/config.json), in this order. Credential
            helpers that these files name are run, for 30 seconds at most. Hosts on
            localhost and loopback addresses are spoken to by plain HTTP, unless
            certSecretRef is set for them. HTTPS_PROXY, HTTP_PROXY and NO_PROXY are heeded.

            Exit codes: 0 every tag is present or excused
                        1 a document is refused
                        2 the command line is wrong
                        3 something failed
            """;

    /// A document that was understood.
    private record Job(String name, MirrorSpecification specification, Documents.Secrets secrets) {}

    static Command command() {
        return new Command(
                "imagemirror sync",
                "Runs the ImageMirror documents of these files once, without a cluster.",
                List.of(FILES),
                List.of(),
                () -> FOOTER,
                (line, console) -> of(line, console).run());
    }

    private static SyncCommand of(CommandLine line, Console console) {
        return new SyncCommand(
                Arrays.stream(line.getOptionValues(FILES)).map(Path::of).toList(), console.out());
    }

    /// Refuses any document before it runs one, so that a mistake in the last one has no half-done work before it.
    private int run() {
        List<Job> jobs = jobs(Documents.read(files));
        int exit = Command.DONE;
        try (Foreground foreground = new Foreground();
                Surroundings surroundings = new Surroundings()) {
            for (Job job : jobs) {
                exit = Math.max(exit, run(job, surroundings, foreground));
            }
        }
        return exit;
    }

    private static List<Job> jobs(Documents documents) {
        List<Job> jobs = new ArrayList<>();
        for (Documents.Mirror mirror : documents.mirrors()) {
            switch (SpecReading.of(mirror.spec())) {
                case SpecReading.Understood(MirrorSpecification specification) ->
                    jobs.add(new Job(mirror.name(), specification, documents.secretsBeside(mirror)));
                case SpecReading.Refused(var reason, String message) ->
                    throw new MalformedException("%s: %s: %s".formatted(mirror.place(), reason, message));
            }
        }
        return jobs;
    }

    private int run(Job job, Surroundings surroundings, Foreground foreground) {
        if (job.specification().suspend()) {
            out.printf("%s is suspended%n", job.name());
            return Command.DONE;
        }
        Output output = new Output(out, Output.Wording.MIRROR);
        var connections = new MirrorConnections(job.specification().work().access(), surroundings.with(job.secrets()));
        // Nothing is known of earlier runs, so one may have been cut off.
        SyncRequest request = job.specification().request(Map.of()).resuming();
        SyncReport report = foreground.run(request, connections, output);
        output.summarise(job.name(), report);
        return report.isInSync() || job.specification().work().dryRun() ? Command.DONE : Command.FAILED;
    }
}
