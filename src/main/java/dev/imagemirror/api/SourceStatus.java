package dev.imagemirror.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was found of one source.
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SourceStatus(
        @JsonPropertyDescription("The source as it is written in the specification.")
        String specification,

        @JsonPropertyDescription("The source repository in full, for example docker.io/library/alpine.")
        String repository,

        @JsonPropertyDescription("The target repository in full.")
        String target,

        @JsonPropertyDescription("Tags of this source in numbers.")
        Counts counts,

        @JsonPropertyDescription("When both sides of this source were last compared.")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        @Nullable
        Instant lastScanTime,

        @JsonPropertyDescription("The metadata.generation by which the tags were judged.") @Nullable
        Long scannedGeneration,

        @JsonPropertyDescription("What went wrong with the source as a whole.") @Nullable
        SourceError error,

        @JsonPropertyDescription("The tags of this source. Beyond the byte budget of the status those that are not"
                + " Present come first, and the condition StatusTruncated says how many are left out.")
        List<TagStatus> tags) {
    public SourceStatus {
        specification = specification == null ? "" : specification;
        repository = repository == null ? "" : repository;
        target = target == null ? "" : target;
        counts = counts == null ? Counts.NONE : counts;
        lastScanTime = ImageMirrorStatus.wholeSeconds(lastScanTime);
        tags = tags == null ? List.of() : List.copyOf(tags);
    }
}
