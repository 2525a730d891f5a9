package dev.imagemirror.registry;

import dev.imagemirror.content.TagList;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Tag;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The tags of a listing as they come in. Not safe for use by several threads.
final class FoundTags {
    private final int limit;
    private final Set<Tag> tags = new TreeSet<>();
    private final Map<Tag, Digest> digests = new HashMap<>();
    private final Set<Tag> unclear = new HashSet<>();

    /// @param limit most tags; of more only one is kept, which tells that there were more
    FoundTags(int limit) {
        this.limit = limit;
    }

    int count() {
        return tags.size();
    }

    /// What is no tag is left out: registries are known to list null (Nexus) and digests (Artifactory).
    void add(String text) {
        tag(text).filter(tag -> tags.size() <= limit).ifPresent(tags::add);
    }

    /// The tag is said to name this digest. Two digests for one tag, which moved meanwhile, are as good as none.
    void add(String text, String digest) {
        try {
            Digest named = Digest.parse(digest);
            tag(text).filter(tag -> digests.size() <= limit).ifPresent(tag -> {
                Digest other = digests.putIfAbsent(tag, named);
                if (other != null && !other.equals(named)) {
                    unclear.add(tag);
                }
            });
        } catch (MalformedException e) {
            // The listing is not believed in this; its tags are.
        }
    }

    TagList list() {
        digests.keySet().removeAll(unclear);
        digests.keySet().retainAll(tags);
        return new TagList(List.copyOf(tags), digests);
    }

    private static Optional<Tag> tag(String text) {
        return Tag.isValid(text) ? Optional.of(new Tag(text)) : Optional.empty();
    }
}
