package dev.imagemirror.sync;

import com.google.re2j.Pattern;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Tag;
import java.util.List;

/// Which tags of a repository a source stands for.
public sealed interface Selection {
    /// Whether the rules choose this tag when a listing offers it.
    boolean matches(Tag listed);

    /// Tags that are asked for by name, whether a listing holds them or not.
    default List<Tag> named() {
        return List.of();
    }

    /// Whether the named tags are assumed: excused when the source does not have them.
    default boolean assumesNamed() {
        return false;
    }

    /// Whether the source's listing must be read to know the tags.
    default boolean needsListing() {
        return false;
    }

    /// Every listed tag but digest tags, which travel with their subjects.
    record EveryTag() implements Selection {
        @Override
        public boolean matches(Tag listed) {
            return !listed.isDigestTag();
        }

        @Override
        public boolean needsListing() {
            return true;
        }
    }

    /// `:TAG`, this one and no listing.
    record OneTag(Tag tag) implements Selection {
        @Override
        public boolean matches(Tag listed) {
            return listed.equals(tag);
        }

        @Override
        public List<Tag> named() {
            return List.of(tag);
        }
    }

    /// `@sha256:…`, this content and no listing.
    record OneDigest(Digest digest) implements Selection {
        @Override
        public boolean matches(Tag listed) {
            return false;
        }
    }

    /// `=A,B` alone: these and no listing.
    record AssumedTags(List<Tag> named) implements Selection {
        public AssumedTags {
            named = named.stream().distinct().toList();
        }

        @Override
        public boolean matches(Tag listed) {
            return named.contains(listed);
        }

        @Override
        public boolean assumesNamed() {
            return true;
        }
    }

    /// `~/REGEX/` with or without `=A,B`: listed tags in which the expression is found, and the assumed ones.
    record MatchingTags(Pattern filter, List<Tag> named) implements Selection {
        public MatchingTags {
            named = named.stream().distinct().toList();
        }

        @Override
        public boolean matches(Tag listed) {
            return named.contains(listed)
                    || (!listed.isDigestTag() && filter.matcher(listed.text()).find());
        }

        @Override
        public boolean assumesNamed() {
            return true;
        }

        @Override
        public boolean needsListing() {
            return true;
        }
    }
}
