package dev.imagemirror.sync;

import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import java.util.ArrayList;
import java.util.List;

/// A one-line repository specification: `[REGISTRY[:PORT]/]REPOSITORY[:TAG][~/REGEX/][=TAG1,TAG2,…]`, or
/// `…@sha256:…` for one content.
///
/// @param text as the user wrote it
/// @param options which the line does not hold: they stand beside it
public record RepositorySpecification(String text, Repository repository, Selection selection, CopyOptions options) {
    /// Most characters of a specification.
    public static final int MAX_LENGTH = 512;
    /// Most characters of its regular expression.
    public static final int MAX_FILTER = TagRules.MAX_EXPRESSION;
    /// Most tags that can be assumed beside the line.
    public static final int MAX_ASSUMED = 256;

    /// @throws MalformedException with the text, the column and what would do
    public static RepositorySpecification parse(String text) {
        return new SpecificationReader(text).read();
    }

    public RepositorySpecification with(CopyOptions other) {
        return new RepositorySpecification(text, repository, selection, other);
    }

    /// The same with the rules and assumed tags that stand beside the line: its filter must hold too, and its assumed
    /// tags are assumed besides.
    ///
    /// @param beside without a filter of its own
    /// @throws MalformedException when the line names one tag or digest, which nothing can be combined with
    public RepositorySpecification with(TagRules beside, List<Tag> assumed) {
        return switch (selection) {
            case Selection.OneTag(var tag) -> throw pinned(":" + tag);
            case Selection.OneDigest(var digest) -> throw pinned("@" + digest);
            case Selection.AssumedTags(List<Tag> named) -> selecting(beside, union(named, assumed));
            case Selection.ListedTags(TagRules rules, List<Tag> named) ->
                selecting(
                        new TagRules(
                                rules.filter(), beside.include(), beside.exclude(), beside.semver(), beside.newest()),
                        union(named, assumed));
        };
    }

    private RepositorySpecification selecting(TagRules rules, List<Tag> assumed) {
        boolean named = !rules.isFilter() && !assumed.isEmpty();
        return new RepositorySpecification(
                text,
                repository,
                named ? new Selection.AssumedTags(assumed) : new Selection.ListedTags(rules, assumed),
                options);
    }

    private MalformedException pinned(String pin) {
        return new MalformedException(
                "'%s' names '%s', which stands for itself; write the repository without it, or remove tags"
                        .formatted(text, pin));
    }

    private static List<Tag> union(List<Tag> one, List<Tag> other) {
        List<Tag> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    @Override
    public String toString() {
        return text;
    }
}
