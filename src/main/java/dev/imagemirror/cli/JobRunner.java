package dev.imagemirror.cli;

import dev.imagemirror.resource.MirrorConnections;
import dev.imagemirror.sync.SyncReport;
import dev.imagemirror.sync.SyncRequest;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.ParseException;

/// Runs documents one after the other.
///
/// @param planOnly whether nothing is written, whatever the documents say
record JobRunner(PrintWriter out, boolean planOnly, PruneOptions prune) {
    static final List<Option> OPTIONS = Stream.concat(Stream.of(MirrorFiles.OPTION), PruneOptions.OPTIONS.stream())
            .toList();

    /// Runs the documents that a command line names.
    ///
    /// @return the exit code
    static int run(CommandLine line, Console console, boolean planOnly) throws ParseException {
        MirrorFiles files = MirrorFiles.of(line);
        JobRunner runner = new JobRunner(console.out(), planOnly, PruneOptions.of(line));
        try (Preparation preparation = Preparation.begin()) {
            return runner.run(files.jobs(), preparation);
        }
    }

    private int run(List<Job> jobs, Preparation preparation) {
        int exit = Command.DONE;
        try (Foreground foreground = new Foreground();
                Surroundings surroundings = preparation.result()) {
            for (Job job : jobs) {
                exit = Math.max(exit, run(job, surroundings, foreground));
            }
        }
        return exit;
    }

    private int run(Job job, Surroundings surroundings, Foreground foreground) {
        if (job.specification().suspend() && !planOnly) {
            out.printf("%s is suspended%n", job.name());
            return Command.DONE;
        }
        SyncRequest request = request(job);
        Output output = new Output(out, Output.Wording.MIRROR, request.dryRun());
        var connections = new MirrorConnections(job.specification().work().access(), surroundings.with(job.secrets()));
        SyncReport report = foreground.run(request, connections, output);
        output.summarise(job.name(), report);
        boolean failed = report.failures().findAny().isPresent();
        boolean unpruned = !planOnly && report.pruneFailures().findAny().isPresent();
        boolean good = report.isInSync() || (request.dryRun() && !(planOnly && failed));
        return good && !unpruned ? Command.DONE : Command.FAILED;
    }

    /// Nothing is known of earlier runs, so one may have been cut off.
    private SyncRequest request(Job job) {
        SyncRequest.Context context =
                SyncRequest.Context.first().beside(job::neighbours).resuming().approving(prune.approval());
        SyncRequest request = prune.apply(job.specification().request(context));
        return planOnly ? request.planning() : request;
    }
}
