package dev.imagemirror.sync;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.Deletion;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.PushResult;
import dev.imagemirror.content.Side;
import dev.imagemirror.copy.Attempt;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.Reference;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/// Deletes tags that name one content, by the means of their repository: by name where that leaves everything else as
/// it is, by digest where nothing else needs the content. Used once.
///
/// A registry that deletes the content with the first tag of it (early versions of zot do) shows that only then, so the
/// first deletion in a repository is watched, and undone for what was to stay.
final class TagDeletion {
    private final Going going;
    private final Holdings holdings;
    private final ContentTarget target;
    private final DeleteMeans means;
    private final Attempt attempt;
    private final Removal removal;

    /// What is to be deleted.
    ///
    /// @param digest what all of these tags name
    /// @param listed every tag of the repository
    /// @param alone whether nobody else is known to write to the repository: content that is written before
    ///     its tag has nothing yet that shows that it is needed
    /// @param rules say which tags are never deleted
    record Going(Digest digest, Set<Tag> tags, List<Tag> listed, boolean alone, PruneRules rules) {
        Going {
            tags = Set.copyOf(tags);
            listed = List.copyOf(listed);
        }
    }

    /// @param removal takes what becomes of the tags
    TagDeletion(Going going, Holdings holdings, DeleteMeans means, Attempt attempt, Removal removal) {
        this.going = going;
        this.holdings = holdings;
        this.target = holdings.target();
        this.means = means;
        this.attempt = attempt;
        this.removal = removal;
    }

    void perform() {
        switch (means.of(repository())) {
            case UNKNOWN -> deleteFirst();
            case TAGS -> deleteByName();
            case DIGESTS -> deleteByDigest();
        }
    }

    private void deleteFirst() {
        Optional<Manifest> content = target.fetch(going.digest());
        boolean needed = need(going.digest(), going.tags()).isPresent();
        List<Tag> naming = holdings.naming(going.digest(), going.listed());
        SortedSet<Tag> allowed = allowed();
        if (allowed.isEmpty()) {
            return;
        }
        List<Tag> siblings =
                naming.stream().filter(tag -> !allowed.contains(tag)).toList();
        Tag first = allowed.removeFirst();
        // Deletion, look and repair are one change: whoever ends the run waits for all of it.
        Effect effect = attempt.changeTag(() -> {
            Effect seen = watch(first);
            boolean harms = needed || !siblings.isEmpty();
            if (harms && (seen == Effect.TAKEN || seen == Effect.UNCLEAR)) {
                content.ifPresent(manifest -> restore(manifest, siblings));
            }
            if (harms && seen == Effect.TAKEN) {
                means.learn(repository(), DeleteMeans.Means.DIGESTS);
            }
            return seen;
        });
        switch (effect) {
            case REFUSED -> {
                means.learn(repository(), DeleteMeans.Means.DIGESTS);
                deleteByDigest();
            }
            case INEFFECTIVE -> ineffective(first);
            case WHOLE -> deleteByName();
            case TAKEN -> removal.delete(allowed);
            case UNCLEAR -> {}
        }
    }

    /// What the deletion of a tag by its name did.
    private enum Effect {
        REFUSED,
        INEFFECTIVE,
        /// The content is there as before.
        WHOLE,
        /// The content is not there any more, and with it no tag of it.
        TAKEN,
        /// Nobody could be asked.
        UNCLEAR
    }

    private Effect watch(Tag first) {
        Deletion deletion = delete(first);
        return switch (deletion) {
            case UNSUPPORTED -> Effect.REFUSED;
            case INEFFECTIVE -> Effect.INEFFECTIVE;
            case DONE, ABSENT -> look(deletion);
        };
    }

    private Effect look(Deletion deletion) {
        try {
            if (target.resolve(going.digest()).isEmpty()) {
                return Effect.TAKEN;
            }
        } catch (ContentException e) {
            removal.fail(e.failure());
            return Effect.UNCLEAR;
        }
        if (deletion == Deletion.DONE) {
            means.learn(repository(), DeleteMeans.Means.TAGS);
        }
        return Effect.WHOLE;
    }

    private void restore(Manifest content, List<Tag> siblings) {
        restore(content.digest(), () -> target.push(content));
        siblings.forEach(tag -> restore(tag, () -> target.tag(content, tag)));
    }

    /// Every one of them is tried, whatever becomes of the others.
    private void restore(Reference lost, Supplier<PushResult> write) {
        String cure = "%s went along with a deletion: push it again".formatted(lost);
        try {
            if (write.get() instanceof PushResult.Incomplete refused) {
                removal.fail(refused.failure().adding(cure));
            }
        } catch (ContentException e) {
            removal.fail(e.failure().adding(cure));
        }
    }

    private SortedSet<Tag> allowed() {
        SortedSet<Tag> allowed = new TreeSet<>(going.tags());
        allowed.removeIf(tag -> !removal.allows(tag));
        return allowed;
    }

    private void deleteByName() {
        List<Tag> attached = going.alone() ? attachments().tags() : List.of();
        boolean last = !attached.isEmpty() && need(going.digest(), going.tags()).isEmpty();
        for (Tag tag : new TreeSet<>(going.tags())) {
            if (!removal.deleted().contains(tag) && removal.allows(tag) && !isDeleted(tag)) {
                return;
            }
        }
        if (last && removal.deleted().containsAll(going.tags())) {
            attached.forEach(tag -> attempt.changeTag(() -> delete(tag)));
        }
    }

    private boolean isDeleted(Tag tag) {
        Deletion deletion = attempt.changeTag(() -> delete(tag));
        switch (deletion) {
            case DONE, ABSENT -> {}
            case UNSUPPORTED -> unsupported();
            case INEFFECTIVE -> ineffective(tag);
        }
        return deletion == Deletion.DONE || deletion == Deletion.ABSENT;
    }

    private void deleteByDigest() {
        Optional<String> need = going.alone()
                ? need(going.digest(), going.tags())
                : Optional.of("another mirror writes to this repository");
        List<Descriptor> referrers =
                need.isPresent() ? List.of() : attachments().referrers();
        Optional<String> why = need.or(() -> attachments().needed(referrers));
        if (why.isPresent()) {
            removal.keep(going.tags(), "this registry deletes only whole content by its digest, and " + why.get());
            return;
        }
        if (allowed().size() < going.tags().size()) {
            removal.keepRest(going.tags(), "another tag has the same content and stays");
            return;
        }
        switch (attempt.changeTag(() -> delete(going.digest()))) {
            case DONE, ABSENT -> attachments().delete(referrers);
            case UNSUPPORTED -> unsupported();
            case INEFFECTIVE -> ineffective(going.digest());
        }
    }

    private Attachments attachments() {
        return new Attachments(going.digest(), going.listed(), holdings, attempt, going.rules());
    }

    /// @param others tags that do not count
    private Optional<String> need(Digest digest, Set<Tag> others) {
        return holdings.need(digest, going.listed(), others);
    }

    /// Deletes, and notes that at once: whatever is asked afterwards may fail. Some registries say of a tag that it is
    /// not there when they take it for a digest.
    private Deletion delete(Reference reference) {
        Deletion deletion = target.delete(reference);
        Set<Tag> tags = new HashSet<>(reference instanceof Tag tag ? Set.of(tag) : going.tags());
        tags.retainAll(going.tags());
        tags.forEach(holdings::forget);
        boolean absent =
                deletion == Deletion.ABSENT && target.resolve(reference).isEmpty();
        if (deletion == Deletion.DONE || absent) {
            removal.delete(tags);
        }
        return deletion == Deletion.ABSENT && !absent ? Deletion.UNSUPPORTED : deletion;
    }

    private void unsupported() {
        refused(FailureKind.PRUNE_UNSUPPORTED, "delete tags", "it refuses to delete, by name or by digest");
    }

    private void ineffective(Reference reference) {
        refused(
                FailureKind.PRUNE_INEFFECTIVE,
                "delete " + reference,
                "the deletion was accepted, but it is still there");
    }

    private void refused(FailureKind kind, String operation, String detail) {
        Failure failure = Failure.of(kind, Side.TARGET, repository().toString(), operation, detail);
        means.refused(repository(), failure, holdings.now());
        removal.fail(failure);
    }

    private Repository repository() {
        return target.repository();
    }
}
