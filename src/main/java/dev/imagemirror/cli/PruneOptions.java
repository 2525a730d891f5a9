package dev.imagemirror.cli;

import dev.imagemirror.sync.PruneRules;
import dev.imagemirror.sync.SyncRequest;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.ParseException;

/// Whether tags are deleted. Nothing is unless somebody asks for it here, whatever the documents say: without a cluster
/// nobody has recorded what a mirror wrote and since when a tag has been gone.
///
/// @param asked whether tags that may go are deleted, each delay taken as passed
/// @param approval the plan that may be carried out although it is larger than `maxDeletes`; empty without
record PruneOptions(boolean asked, String approval) {
    private static final Option PRUNE = Option.builder()
            .longOpt("prune")
            .desc("Delete tags of the target that the source does not have any more, as spec.prune says, but with"
                    + " policy Delete, after 0s and adopt: true.")
            .get();

    private static final Option APPROVE = Option.builder()
            .longOpt("approve-prune")
            .argName("PLAN")
            .hasArg()
            .desc("With --prune: delete although these are more tags than spec.prune.maxDeletes, if the plan is still"
                    + " this one, which PruneRefused shows.")
            .get();

    static final List<Option> OPTIONS = List.of(PRUNE, APPROVE);

    /// @throws ParseException when nothing is there to approve
    static PruneOptions of(CommandLine line) throws ParseException {
        if (line.hasOption(APPROVE) && !line.hasOption(PRUNE)) {
            throw new ParseException("--approve-prune is for --prune; give both");
        }
        return new PruneOptions(line.hasOption(PRUNE), line.getOptionValue(APPROVE, ""));
    }

    SyncRequest apply(SyncRequest request) {
        PruneRules rules = request.rules().prune();
        return request.pruning(asked ? rules.withoutRecords() : PruneRules.KEEP);
    }
}
