package dev.imagemirror.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One tag by the last look at both sides. What says nothing is left out: a status may hold thousands of these.
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TagStatus(
        @JsonPropertyDescription("The tag at the source, or the digest of a source that names one.")
        String name,

        @JsonPropertyDescription("The tag at the target, where it differs from name.") @Nullable
        String targetTag,

        @JsonPropertyDescription("How source and target compare.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        TagState state,

        @JsonPropertyDescription(
                "Digest of the source's manifest; of an immutable tag the one that it was Present with.")
        @Nullable
        String digest,

        @JsonPropertyDescription("Digest that the target answers, where it differs from digest.") @Nullable
        String targetDigest,

        @JsonPropertyDescription("True when the specification assumes the tag, after = or in tags.assume.")
        @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        boolean assumed,

        @JsonPropertyDescription("When this mirror wrote what the target holds.")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        @Nullable
        Instant writtenTime,

        @JsonPropertyDescription("Since when the tag has been TargetOnly or Deselected.")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        @Nullable
        Instant since,

        @JsonPropertyDescription("What a dry run would do to the target, Copy, Overwrite or Delete; Keep where onChange"
                + " leaves a Changed tag.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        @Nullable
        TagAction action,

        @JsonPropertyDescription("Why the tag is not as it should be, as one word of a closed list.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        @Nullable
        Reason reason,

        @JsonPropertyDescription("Why, for people: side, object, cause and cure. Never a secret.") @Nullable
        String message) {
    public TagStatus {
        name = name == null ? "" : name;
        state = state == null ? TagState.Unknown : state;
        writtenTime = ImageMirrorStatus.wholeSeconds(writtenTime);
        since = ImageMirrorStatus.wholeSeconds(since);
    }
}
