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
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `sync`: runs the ImageMirror documents of files once.
@Command(
        name = "sync",
        description = "Runs the ImageMirror documents of these files once, without a cluster.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Credentials come from Secret documents in the same files, or from where docker, podman and skopeo keep"
                    + " them: $REGISTRY_AUTH_FILE alone, or $XDG_RUNTIME_DIR/containers/auth.json,"
                    + " ~/.config/containers/auth.json and $DOCKER_CONFIG/config.json (~/.docker/config.json), in this"
                    + " order. Credential helpers that these files name are run, for 30 seconds at most. Hosts on"
                    + " localhost and loopback addresses are spoken to by plain HTTP, unless certSecretRef is set for"
                    + " them. HTTPS_PROXY, HTTP_PROXY and NO_PROXY are heeded.",
            "",
            "Exit codes: 0 every tag is present or excused, 1 a document is refused, 2 the command line is wrong,"
                    + " 3 something failed."
        })
final class SyncCommand implements Callable<Integer> {
    static final int DONE = 0;
    static final int REFUSED = 1;
    static final int FAILED = 3;

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "FILE",
            arity = "1..*",
            required = true,
            description = "YAML files with ImageMirror and Secret documents; - reads standard input.")
    private List<Path> files = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /// A document that was understood.
    private record Job(String name, MirrorSpecification specification, Documents.Secrets secrets) {}

    /// Refuses any document before it runs one, so that a mistake in the last one has no half-done work before it.
    @Override
    public Integer call() {
        List<Job> jobs = jobs(Documents.read(files));
        int exit = DONE;
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
        PrintWriter out = spec.commandLine().getOut();
        if (job.specification().suspend()) {
            out.printf("%s is suspended%n", job.name());
            return DONE;
        }
        Output output = new Output(out, Output.Wording.MIRROR);
        var connections = new MirrorConnections(job.specification().work().access(), surroundings.with(job.secrets()));
        // Nothing is known of earlier runs, so one may have been cut off.
        SyncRequest request = job.specification().request(Map.of()).resuming();
        SyncReport report = foreground.run(request, connections, output);
        output.summarise(job.name(), report);
        return report.isInSync() || job.specification().work().dryRun() ? DONE : FAILED;
    }
}
