package dev.imagemirror.sync;

import dev.imagemirror.oci.MalformedException;

/// What joins the segments of a source path at the target, for registries that allow few levels.
public enum PathSeparator {
    SLASH("/"),
    DASH("-"),
    UNDERSCORE("_"),
    DOT("."),
    DOUBLE_UNDERSCORE("__");

    private final String text;

    PathSeparator(String text) {
        this.text = text;
    }

    public static PathSeparator parse(String text) {
        for (PathSeparator separator : values()) {
            if (separator.text.equals(text)) {
                return separator;
            }
        }
        throw new MalformedException("'%s' is not a path separator: / - _ . or __ is".formatted(text));
    }

    public String text() {
        return text;
    }
}
