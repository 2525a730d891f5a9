package dev.imagemirror.sync;

import dev.imagemirror.content.Failure;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a run found out about one source.
///
/// @param error why the source as a whole is not in order: a listing failed, nothing is selected, or too much
/// @param prune why tags that may go were not deleted; nothing that is mirrored depends on it
/// @param tags sorted by name
/// @param scannedAt when the tags were looked at
public record SourceReport(
        SyncSource source,
        @Nullable Failure error,
        @Nullable Failure prune,
        List<TagReport> tags,
        Instant scannedAt) {
    public SourceReport {
        tags = List.copyOf(tags);
    }

    /// The same after tags were deleted.
    SourceReport pruned(List<TagReport> rest, @Nullable Failure failure) {
        return new SourceReport(source, error, failure, rest, scannedAt);
    }
}
