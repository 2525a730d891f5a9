package dev.imagemirror.sync;

import dev.imagemirror.content.Failure;
import dev.imagemirror.oci.Repository;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a run found out about one source.
///
/// @param target where it goes
/// @param error why the source as a whole is not in order: a listing failed, nothing is selected
/// @param tags sorted by tag
/// @param scannedAt when the tags were looked at
public record SourceReport(
        RepositorySpecification specification,
        Repository target,
        @Nullable Failure error,
        List<TagReport> tags,
        Instant scannedAt) {
    public SourceReport {
        tags = List.copyOf(tags);
    }
}
