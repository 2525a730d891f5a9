package dev.imagemirror.content;

import dev.imagemirror.oci.Tag;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which digest tags ([Tag#isDigestTag]) a repository may have, as far as a listing says. Immutable.
public final class DigestTags {
    /// Nothing was listed: any may be there.
    public static final DigestTags UNKNOWN = new DigestTags(null);

    private final @Nullable Set<Tag> listed;

    private DigestTags(@Nullable Set<Tag> listed) {
        this.listed = listed;
    }

    /// Those among all tags of a repository.
    public static DigestTags of(Collection<Tag> tags) {
        return new DigestTags(tags.stream().filter(Tag::isDigestTag).collect(Collectors.toUnmodifiableSet()));
    }

    /// Whether nobody has listed them.
    public boolean isUnknown() {
        return listed == null;
    }

    /// Whether this tag may be there: it was listed, or nothing was.
    public boolean mayHave(Tag tag) {
        return listed == null || listed.contains(tag);
    }
}
