package dev.imagemirror.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/// How far a run is.
@JsonIgnoreProperties(ignoreUnknown = true)
public record Progress(
        @JsonPropertyDescription("Tags that this run has looked at and, where needed, written.")
        int tagsDone,

        @JsonPropertyDescription("Tags known so far to be looked at in this run.")
        int tagsTotal,

        @JsonPropertyDescription("Bytes that this run has sent to the target.")
        long bytesDone,

        @JsonPropertyDescription("Bytes known so far to be sent in this run.")
        long bytesTotal) {}
