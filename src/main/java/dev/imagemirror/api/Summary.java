package dev.imagemirror.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/// Tags of all sources in numbers; `tags` is the sum of the seven states.
@JsonIgnoreProperties(ignoreUnknown = true)
public record Summary(
        @JsonPropertyDescription("Sources of the specification.")
        int sources,

        @JsonPropertyDescription("Tags in any state.") int tags,

        @JsonPropertyDescription("Tags that the target holds as it should.")
        int present,

        @JsonPropertyDescription("Tags of a source that the target lacks.")
        int absent,

        @JsonPropertyDescription("Tags whose digests differ.")
        int changed,

        @JsonPropertyDescription("Tags that only the target has.")
        int targetOnly,

        @JsonPropertyDescription("Tags that this mirror wrote and that the rules no longer choose.")
        int deselected,

        @JsonPropertyDescription("Named tags that exist on neither side.")
        int notFound,

        @JsonPropertyDescription("Tags of which a side could not be asked.")
        int unknown,

        @JsonPropertyDescription("Tags still to be written.")
        int pending,

        @JsonPropertyDescription("Tags whose last attempt failed.")
        int failed,

        @JsonPropertyDescription("Tags that the last run wrote.")
        int copiedTags,

        @JsonPropertyDescription("Bytes that the last run sent to the target.")
        long copiedBytes) {}
