package dev.imagemirror.oci;

/// What a manifest is asked by: a [Tag], which may move, or a [Digest], which cannot.
public sealed interface Reference permits Tag, Digest {
    /// The text that stands for `<reference>` in the paths of the distribution specification.
    String text();
}
