package dev.imagemirror.sync;

import dev.imagemirror.content.Failure;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// What a run looks at: tags still to be asked for, and reports that need no question.
///
/// @param tags in the order that makes most of them Present soonest
/// @param errors what is wrong with a source as a whole, by its index
record Worklist(List<TagPlan> tags, List<Settled> settled, Map<Integer, Failure> errors) {
    /// First what is chosen, and of that what the target lists: it takes two questions, and mostly no copy.
    // Written out: the lambdas of Comparator.comparing are made anew in each process, which a command waits for.
    private static final Comparator<TagPlan> SOONEST = (one, other) -> {
        int byRole = one.role().compareTo(other.role());
        return byRole != 0 ? byRole : Integer.compare(effort(one.atTarget()), effort(other.atTarget()));
    };

    /// A tag about which everything is known already.
    record Settled(int source, TagReport report) {}

    Worklist {
        tags = tags.stream().sorted(SOONEST).toList();
        settled = List.copyOf(settled);
        errors = Map.copyOf(errors);
    }

    private static int effort(TagPlan.Listing atTarget) {
        return switch (atTarget) {
            case LISTED -> 0;
            case NOT_ASKED -> 1;
            case NOT_LISTED -> 2;
        };
    }
}
