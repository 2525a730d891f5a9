package dev.imagemirror.copy;

import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.DigestTags;
import dev.imagemirror.content.Referrer;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Tag;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Asks one source repository what refers to its manifests, of each manifest once in a run: for the list of referrers
/// (distribution specification, "Listing Referrers"), and for the tags of cosign, which takes no request where the tags
/// were listed, and else a HEAD for each. Safe for use by many threads.
final class ReferrerSearch {
    private final ContentSource source;
    private final DigestTags tags;
    private final Crew crew;
    private final Set<Digest> asked = ConcurrentHashMap.newKeySet();

    ReferrerSearch(ContentSource source, DigestTags tags, Crew crew) {
        this.source = source;
        this.tags = tags;
        this.crew = crew;
    }

    /// The repository, for messages.
    String place() {
        return source.repository().toString();
    }

    /// What refers to one manifest.
    ///
    /// @param manifests listed by the source
    /// @param tags those of cosign that it has
    record Found(Digest subject, List<Descriptor> manifests, List<Tag> tags) {
        boolean isEmpty() {
            return manifests.isEmpty() && tags.isEmpty();
        }
    }

    /// Claims these manifests for the caller.
    ///
    /// @return those that nobody else has claimed in this run
    List<Digest> claim(Collection<Digest> subjects) {
        return subjects.stream().filter(asked::add).toList();
    }

    boolean isClaimed(Digest subject) {
        return asked.contains(subject);
    }

    /// Lets others ask again for what the caller had claimed.
    void release(Collection<Digest> claimed) {
        claimed.forEach(asked::remove);
    }

    /// What refers to these, in their order; without those that nothing refers to.
    List<Found> find(List<Digest> claimed, Attempt attempt) {
        Map<Digest, Found> found = new ConcurrentHashMap<>();
        crew.each(claimed, subject -> found.put(subject, look(subject)), attempt);
        return claimed.stream()
                .map(found::get)
                .filter(Objects::nonNull)
                .filter(one -> !one.isEmpty())
                .toList();
    }

    private Found look(Digest subject) {
        return new Found(
                subject,
                source.referrers(subject, tags).stream()
                        .map(Referrer::descriptor)
                        .toList(),
                Tag.ofAttachments(subject).stream().filter(this::isThere).toList());
    }

    private boolean isThere(Tag tag) {
        return tags.isUnknown() ? source.resolve(tag).isPresent() : tags.mayHave(tag);
    }
}
