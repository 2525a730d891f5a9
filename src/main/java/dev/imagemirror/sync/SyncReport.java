package dev.imagemirror.sync;

import dev.imagemirror.content.Failure;
import dev.imagemirror.oci.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// What a finished run found out and did.
///
/// @param sources in the order of the request
/// @param deleted tags that this run deleted; they are not among those of the sources any more
/// @param copiedTags tags that this run wrote
/// @param copiedBytes bytes of blobs that this run moved
/// @param leftLayers layers that may not be handed on and stayed where their image says that they are, the first 100
/// @param quotas what registries said of their quotas by then
public record SyncReport(
        List<SourceReport> sources,
        Instant startedAt,
        Instant finishedAt,
        List<TagReport> deleted,
        long copiedTags,
        long copiedBytes,
        List<Digest> leftLayers,
        List<Quota> quotas) {
    public SyncReport {
        sources = List.copyOf(sources);
        deleted = List.copyOf(deleted);
        leftLayers = List.copyOf(leftLayers);
        quotas = List.copyOf(quotas);
    }

    public Stream<TagReport> tags() {
        return sources.stream().flatMap(source -> source.tags().stream());
    }

    /// Every failure that counts: of sources, then of tags that are not excused.
    public Stream<Failure> failures() {
        return Stream.concat(
                sources.stream().map(SourceReport::error).filter(Objects::nonNull),
                tags().filter(TagReport::isFailed).map(TagReport::failure).filter(Objects::nonNull));
    }

    /// Why tags that may go were not deleted; what is mirrored does not depend on it.
    public Stream<Failure> pruneFailures() {
        return sources.stream().map(SourceReport::prune).filter(Objects::nonNull);
    }

    /// Whether every source was listed in full and every selected tag is Present or excused.
    public boolean isInSync() {
        return sources.stream().allMatch(source -> source.error() == null) && tags().allMatch(TagReport::isSettled);
    }
}
