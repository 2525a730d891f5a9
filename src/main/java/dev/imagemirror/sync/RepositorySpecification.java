package dev.imagemirror.sync;

import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Repository;

/// A one-line repository specification: `[REGISTRY[:PORT]/]REPOSITORY[:TAG][~/REGEX/][=TAG1,TAG2,…]`, or
/// `…@sha256:…` for one content.
///
/// @param text as the user wrote it
/// @param options which the line does not hold: they stand beside it
public record RepositorySpecification(String text, Repository repository, Selection selection, CopyOptions options) {
    /// Most characters of a specification.
    public static final int MAX_LENGTH = 512;
    /// Most characters of its regular expression.
    public static final int MAX_FILTER = 256;

    /// @throws MalformedException with the text, the column and what would do
    public static RepositorySpecification parse(String text) {
        return new SpecificationReader(text).read();
    }

    public RepositorySpecification with(CopyOptions other) {
        return new RepositorySpecification(text, repository, selection, other);
    }

    /// Whether a tag that both choose is one and the same.
    public boolean isLike(RepositorySpecification other) {
        return repository.equals(other.repository) && options.equals(other.options);
    }

    @Override
    public String toString() {
        return text;
    }
}
