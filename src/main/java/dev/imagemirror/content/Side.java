package dev.imagemirror.content;

/// The end of a copy that something is said of: the first thing a mirror's user asks about an error.
public enum Side {
    SOURCE("source"),
    TARGET("target");

    private final String word;

    Side(String word) {
        this.word = word;
    }

    @Override
    public String toString() {
        return word;
    }
}
