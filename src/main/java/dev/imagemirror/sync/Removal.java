package dev.imagemirror.sync;

import dev.imagemirror.content.Failure;
import dev.imagemirror.oci.Tag;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What becomes of tags that were to be deleted, as far as it is known. Used by one thread.
final class Removal {
    private final Set<Tag> allowed = new HashSet<>();
    private final Set<Tag> deleted = new HashSet<>();
    private final Map<Tag, String> kept = new HashMap<>();
    private final Function<Tag, Optional<String>> objection;
    private @Nullable Failure failure;

    /// @param objection why a tag may not go after all; asked right before each deletion
    Removal(Function<Tag, Optional<String>> objection) {
        this.objection = objection;
    }

    /// Whether this one may go; it is noted when it may not.
    boolean allows(Tag tag) {
        Optional<String> why = objection.apply(tag);
        why.ifPresentOrElse(text -> kept.put(tag, text), () -> allowed.add(tag));
        return why.isEmpty();
    }

    /// Those that may be gone though nobody has said so.
    Set<Tag> open() {
        Set<Tag> open = new HashSet<>(allowed);
        open.removeAll(deleted);
        open.removeAll(kept.keySet());
        return open;
    }

    /// These are gone.
    void delete(Set<Tag> tags) {
        deleted.addAll(tags);
    }

    /// Those of them for which no other reason is known stay for this one.
    void keepRest(Set<Tag> tags, String why) {
        tags.forEach(tag -> kept.putIfAbsent(tag, why));
    }

    /// These stay.
    void keep(Set<Tag> tags, String why) {
        tags.forEach(tag -> kept.put(tag, why));
    }

    /// Something went wrong; the first of several counts.
    void fail(Failure why) {
        failure = failure == null ? why : failure;
    }

    Set<Tag> deleted() {
        return Set.copyOf(deleted);
    }

    /// Why others stay; nothing is said of those that a failure holds up.
    Map<Tag, String> kept() {
        return Map.copyOf(kept);
    }

    Optional<Failure> failure() {
        return Optional.ofNullable(failure);
    }
}
