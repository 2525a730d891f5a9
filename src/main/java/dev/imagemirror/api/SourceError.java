package dev.imagemirror.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/// What went wrong with a source as a whole.
@JsonIgnoreProperties(ignoreUnknown = true)
public record SourceError(
        @JsonPropertyDescription("Why, as one word of a closed list.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        Reason reason,

        @JsonPropertyDescription("Why, for people: side, object, cause and cure. Never a secret.")
        String message) {
    public SourceError {
        reason = reason == null ? Reason.InternalError : reason;
        message = message == null ? "" : message;
    }
}
