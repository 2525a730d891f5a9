package dev.imagemirror.sync;

import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Reference;
import dev.imagemirror.oci.Tag;
import java.util.List;

/// Which tags of a repository a source stands for.
public sealed interface Selection {
    /// Whether the rules could choose this; without regard to `newest`, which depends on what else there is.
    boolean couldChoose(Reference name);

    /// What is asked for by name, whether a listing holds it or not.
    default List<? extends Reference> named() {
        return List.of();
    }

    /// Whether what is named is assumed: excused when the source does not have it.
    default boolean assumesNamed() {
        return false;
    }

    /// Whether this name is assumed.
    default boolean assumes(Reference name) {
        return assumesNamed() && named().contains(name);
    }

    /// `:TAG`, this one and no listing.
    record OneTag(Tag tag) implements Selection {
        @Override
        public boolean couldChoose(Reference name) {
            return name.equals(tag);
        }

        @Override
        public List<Tag> named() {
            return List.of(tag);
        }
    }

    /// `@sha256:…`, this content and no listing.
    record OneDigest(Digest digest) implements Selection {
        @Override
        public boolean couldChoose(Reference name) {
            return name.equals(digest);
        }

        @Override
        public List<Digest> named() {
            return List.of(digest);
        }
    }

    /// Assumed tags without any filter: these and no listing.
    record AssumedTags(List<Tag> named) implements Selection {
        public AssumedTags {
            named = named.stream().distinct().toList();
        }

        @Override
        public boolean couldChoose(Reference name) {
            return named.contains(name);
        }

        @Override
        public boolean assumesNamed() {
            return true;
        }
    }

    /// Tags of the listing that the rules choose, and the assumed ones, which no rule touches.
    record ListedTags(TagRules rules, List<Tag> named) implements Selection {
        public ListedTags {
            named = named.stream().distinct().toList();
        }

        /// Those that the rules choose of a listing; the assumed ones are not among them.
        List<Tag> choose(List<Tag> listing) {
            return rules.limit(listing.stream()
                    .filter(tag -> rules.allow(tag) && !named.contains(tag))
                    .toList());
        }

        @Override
        public boolean couldChoose(Reference name) {
            return named.contains(name) || (name instanceof Tag tag && rules.allow(tag));
        }

        @Override
        public boolean assumesNamed() {
            return true;
        }
    }
}
