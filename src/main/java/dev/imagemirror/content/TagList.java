package dev.imagemirror.content;

import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Tag;
import java.util.List;
import java.util.Map;

/// The tags of a repository.
///
/// @param tags sorted, each once
/// @param digests what tags name, for those of which the listing itself says so: Google's registries do, others leave
///     it empty
public record TagList(List<Tag> tags, Map<Tag, Digest> digests) {
    public TagList {
        tags = List.copyOf(tags);
        digests = Map.copyOf(digests);
    }

    public static TagList of(List<Tag> tags) {
        return new TagList(tags, Map.of());
    }
}
