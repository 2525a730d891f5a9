package dev.imagemirror.sync;

import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.TagList;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.ImageIndex;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.Tag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What one target repository holds, and what needs what in it: the reverse of what a copy looks at. Its list of tags
/// is asked for each time; what a tag names is believed for [#FRESH]. Used by one thread at a time.
final class Holdings {
    /// Deletions that follow each other closely do not ask for every tag of the repository again.
    static final Duration FRESH = Duration.ofSeconds(10);

    /// Indexes inside of each other, as deep as a copy goes.
    private static final int MAX_DEPTH = 4;

    private final Supplier<ContentTarget> opening;
    private final Clock clock;
    private @Nullable ContentTarget target;
    private final Map<Tag, Look> looks = new HashMap<>();
    /// By the index. Content does not change, so it is asked for once.
    private final Map<Digest, List<Descriptor>> children = new HashMap<>();

    /// @param found empty when there was no such tag
    private record Look(Optional<Descriptor> found, Instant at) {}

    /// @param opening opens the repository when it is first asked
    Holdings(Supplier<ContentTarget> opening, Clock clock) {
        this.opening = opening;
        this.clock = clock;
    }

    ContentTarget target() {
        if (target == null) {
            target = opening.get();
        }
        return target;
    }

    Instant now() {
        return clock.instant();
    }

    /// Every tag of the repository, by a listing of this moment.
    List<Tag> tags() {
        return target().tags().map(TagList::tags).orElse(List.of());
    }

    /// What of these tags names this content.
    List<Tag> naming(Digest digest, List<Tag> tags) {
        return tags.stream()
                .filter(tag -> digest(tag).filter(digest::equals).isPresent())
                .toList();
    }

    /// Why content must stay that a protected one of these tags names.
    Optional<String> protection(Digest digest, List<Tag> tags, PruneRules rules) {
        return naming(digest, tags.stream().filter(rules::protects).toList()).stream()
                .findFirst()
                .map("the protected tag %s names the same"::formatted);
    }

    /// Why this content must stay: another tag names it, the index of another tag holds it, or it belongs to something
    /// that is there.
    ///
    /// @param tags all that the repository has
    /// @param going those that do not count
    Optional<String> need(Digest digest, List<Tag> tags, Set<Tag> going) {
        for (Tag tag : tags) {
            Optional<Descriptor> named = going.contains(tag) ? Optional.empty() : look(tag);
            if (named.isPresent() && named.get().digest().equals(digest)) {
                return Optional.of("the tag %s names it too".formatted(tag));
            }
            if (named.isPresent() && holds(named.get(), digest, 0, new HashSet<>())) {
                return Optional.of("the index of tag %s holds it".formatted(tag));
            }
        }
        return target().fetch(digest)
                .flatMap(Manifest::subject)
                .filter(subject -> target().resolve(subject).isPresent())
                .map(subject -> "it belongs to %s, which is there".formatted(subject));
    }

    /// Forgets what was seen of a tag that has just been changed.
    void forget(Tag tag) {
        looks.remove(tag);
    }

    private Optional<Digest> digest(Tag tag) {
        return look(tag).map(Descriptor::digest);
    }

    private Optional<Descriptor> look(Tag tag) {
        Instant now = clock.instant();
        @Nullable Look known = looks.get(tag);
        if (known == null || !known.at().plus(FRESH).isAfter(now)) {
            known = new Look(target().resolve(tag), now);
            looks.put(tag, known);
        }
        return known.found();
    }

    private boolean holds(Descriptor parent, Digest wanted, int depth, Set<Digest> seen) {
        if (parent.mediaType().isImage() || !seen.add(parent.digest())) {
            return false;
        }
        if (depth > MAX_DEPTH) {
            // Nobody looks that deep, so it may be there.
            return true;
        }
        for (Descriptor child : children.computeIfAbsent(parent.digest(), this::children)) {
            if (child.digest().equals(wanted) || holds(child, wanted, depth + 1, seen)) {
                return true;
            }
        }
        return false;
    }

    private List<Descriptor> children(Digest parent) {
        return target().fetch(parent)
                .map(manifest -> manifest instanceof ImageIndex index ? index.manifests() : List.<Descriptor>of())
                .orElse(List.of());
    }
}
