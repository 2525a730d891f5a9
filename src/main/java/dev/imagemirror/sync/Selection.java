package dev.imagemirror.sync;

import com.google.re2j.Pattern;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Tag;
import java.util.List;

/// Which tags of a repository a source stands for.
public sealed interface Selection {
    /// Tags that are asked for by name, whether a listing holds them or not.
    List<Tag> named();

    /// Whether the rules choose this tag when a listing offers it.
    boolean matches(Tag listed);

    /// Whether the source's listing must be read to know the tags.
    boolean needsListing();

    /// Whether the named tags are assumed: excused when the source does not have them.
    boolean assumesNamed();

    /// Every listed tag but digest tags, which travel with their subjects.
    record EveryTag() implements Selection {
        @Override
        public List<Tag> named() {
            return List.of();
        }

        @Override
        public boolean matches(Tag listed) {
            return !listed.isDigestTag();
        }

        @Override
        public boolean needsListing() {
            return true;
        }

        @Override
        public boolean assumesNamed() {
            return false;
        }
    }

    /// `:TAG`, this one and no listing.
    record OneTag(Tag tag) implements Selection {
        @Override
        public List<Tag> named() {
            return List.of(tag);
        }

        @Override
        public boolean matches(Tag listed) {
            return listed.equals(tag);
        }

        @Override
        public boolean needsListing() {
            return false;
        }

        @Override
        public boolean assumesNamed() {
            return false;
        }
    }

    /// `@sha256:…`, this content and no listing.
    record OneDigest(Digest digest) implements Selection {
        @Override
        public List<Tag> named() {
            return List.of();
        }

        @Override
        public boolean matches(Tag listed) {
            return false;
        }

        @Override
        public boolean needsListing() {
            return false;
        }

        @Override
        public boolean assumesNamed() {
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
        public boolean needsListing() {
            return false;
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
        public boolean needsListing() {
            return true;
        }

        @Override
        public boolean assumesNamed() {
            return true;
        }
    }
}
