package dev.imagemirror.sync;

import java.util.List;

/// What a run will look at: tags still to be asked for, and reports that need no question.
record SyncPlan(List<TagPlan> tags, List<Settled> settled) {
    /// A tag about which everything is known already.
    record Settled(int source, TagReport report) {}

    SyncPlan {
        tags = List.copyOf(tags);
        settled = List.copyOf(settled);
    }
}
