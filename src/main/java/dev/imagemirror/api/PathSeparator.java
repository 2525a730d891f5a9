package dev.imagemirror.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What joins the segments of a source's path in the target's name of it.
public enum PathSeparator {
    @JsonProperty("/")
    SLASH("/"),
    @JsonProperty("-")
    HYPHEN("-"),
    @JsonProperty("_")
    UNDERSCORE("_"),
    @JsonProperty(".")
    DOT("."),
    @JsonProperty("__")
    DOUBLE_UNDERSCORE("__");

    private final String text;

    PathSeparator(String text) {
        this.text = text;
    }

    /// As it stands in the resource.
    @Override
    public String toString() {
        return text;
    }
}
