package dev.imagemirror.sync;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.Deletion;
import dev.imagemirror.content.DigestTags;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.PushResult;
import dev.imagemirror.content.Referrer;
import dev.imagemirror.content.Side;
import dev.imagemirror.copy.Attempt;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.Reference;
import dev.imagemirror.oci.Registry;
import dev.imagemirror.oci.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Deletes tags that name one content, by the means of their registry: by name where that leaves everything else as it
/// is, by digest where nothing else needs the content. What signs or describes it goes with it. Used once.
///
/// A registry that deletes the content with the first tag of it (early versions of zot do) shows that only then, so the
/// first deletion at a registry is watched, and undone for the tags that were to stay.
final class TagDeletion {
    /// What refers to what refers to the content, and so on.
    private static final int MAX_DEPTH = 4;

    private final Going going;
    private final Holdings holdings;
    private final ContentTarget target;
    private final DeleteMeans means;
    private final Attempt attempt;
    private final Instant now;

    /// What is to be deleted.
    ///
    /// @param digest what all of these tags name
    /// @param listed every tag of the repository
    /// @param alone whether nobody else is known to write to the repository: content that is written before
    ///     its tag has nothing yet that shows that it is needed
    record Going(Digest digest, Set<Tag> tags, List<Tag> listed, boolean alone) {
        Going {
            tags = Set.copyOf(tags);
            listed = List.copyOf(listed);
        }
    }

    /// @param siblings other tags of the same content
    /// @param content as it was before the first tag was deleted; empty when it has no other tag
    private record Before(Tag first, List<Tag> siblings, Optional<Manifest> content) {}

    TagDeletion(Going going, Holdings holdings, DeleteMeans means, Attempt attempt, Instant now) {
        this.going = going;
        this.holdings = holdings;
        this.target = holdings.target();
        this.means = means;
        this.attempt = attempt;
        this.now = now;
    }

    Removal perform() {
        return switch (means.of(registry())) {
            case UNKNOWN -> deleteFirst();
            case TAGS -> deleteByName(Set.of());
            case DIGESTS -> deleteByDigest();
        };
    }

    private Removal deleteFirst() {
        Tag first = going.tags().stream().sorted().findFirst().orElseThrow();
        List<Tag> siblings = holdings.naming(going.digest(), going.listed()).stream()
                .filter(tag -> !tag.equals(first))
                .toList();
        Before before =
                new Before(first, siblings, siblings.isEmpty() ? Optional.empty() : target.fetch(going.digest()));
        switch (delete(first)) {
            case UNSUPPORTED -> {
                means.learn(registry(), DeleteMeans.Means.DIGESTS);
                return deleteByDigest();
            }
            case INEFFECTIVE -> {
                return ineffective(first, Set.of());
            }
            case DONE, ABSENT -> {}
        }
        try {
            return deleteRest(before);
        } catch (ContentException e) {
            return Removal.failed(Set.of(first), attempt.reason(e));
        }
    }

    /// The first one is gone: what did its registry do to the others?
    private Removal deleteRest(Before before) {
        if (target.resolve(going.digest()).isPresent()) {
            means.learn(registry(), DeleteMeans.Means.TAGS);
            return deleteByName(Set.of(before.first()));
        }
        if (!before.siblings().isEmpty()) {
            means.learn(registry(), DeleteMeans.Means.DIGESTS);
            before.content().ifPresent(content -> restore(content, before.siblings()));
        }
        // Without siblings it was the last tag, so this may be the registry's way to clean up: nothing is learned.
        return Removal.done(going.tags());
    }

    private void restore(Manifest content, List<Tag> siblings) {
        for (Tag tag : siblings) {
            if (!going.tags().contains(tag)
                    && attempt.changeTag(() -> target.tag(content, tag)) instanceof PushResult.Incomplete refused) {
                throw new ContentException(refused.failure().adding("a deletion took it along; it is copied anew"));
            }
        }
    }

    /// @param gone those of them that are deleted already
    private Removal deleteByName(Set<Tag> gone) {
        Set<Tag> deleted = new HashSet<>(gone);
        try {
            List<Tag> attached = attached(going.digest());
            boolean last =
                    !attached.isEmpty() && need(going.digest(), going.tags()).isEmpty();
            for (Tag tag : going.tags()) {
                if (!deleted.contains(tag) && delete(tag) == Deletion.INEFFECTIVE) {
                    return ineffective(tag, deleted);
                }
                deleted.add(tag);
            }
            if (last) {
                attached.forEach(this::delete);
            }
            return Removal.done(deleted);
        } catch (ContentException e) {
            return Removal.failed(deleted, attempt.reason(e));
        }
    }

    private Removal deleteByDigest() {
        Optional<String> need = going.alone()
                ? need(going.digest(), going.tags())
                : Optional.of("another mirror writes to this repository");
        if (need.isPresent()) {
            return Removal.kept("this registry deletes only whole content by its digest, and " + need.get());
        }
        List<Descriptor> followers = followers(going.digest());
        switch (delete(going.digest())) {
            case UNSUPPORTED -> {
                return unsupported();
            }
            case INEFFECTIVE -> {
                return ineffective(going.digest(), Set.of());
            }
            case DONE, ABSENT -> going.tags().forEach(holdings::forget);
        }
        try {
            deleteFollowers(going.digest(), followers, 1);
            return Removal.done(going.tags());
        } catch (ContentException e) {
            return Removal.failed(going.tags(), attempt.reason(e));
        }
    }

    private void deleteFollowers(Digest subject, List<Descriptor> followers, int depth) {
        Set<Tag> own = Set.copyOf(attached(subject));
        for (Descriptor follower : followers) {
            Digest digest = follower.digest();
            if (depth <= MAX_DEPTH && need(digest, own).isEmpty()) {
                List<Descriptor> next = followers(digest);
                delete(digest);
                deleteFollowers(digest, next, depth + 1);
            }
        }
    }

    /// What refers to it, and what its digest tags name.
    private List<Descriptor> followers(Digest subject) {
        List<Descriptor> followers = new ArrayList<>();
        for (Referrer referrer : target.referrers(subject, DigestTags.of(going.listed()))) {
            followers.add(referrer.descriptor());
        }
        attached(subject).forEach(tag -> target.resolve(tag).ifPresent(followers::add));
        return followers.stream().distinct().toList();
    }

    /// @param others tags that do not count
    private Optional<String> need(Digest digest, Set<Tag> others) {
        return holdings.need(digest, going.listed(), others);
    }

    private List<Tag> attached(Digest subject) {
        List<Tag> names = new ArrayList<>(Tag.ofAttachments(subject));
        names.add(Tag.ofReferrers(subject));
        names.retainAll(going.listed());
        return names;
    }

    private Deletion delete(Reference reference) {
        Deletion deletion = attempt.changeTag(() -> target.delete(reference));
        if (reference instanceof Tag tag) {
            holdings.forget(tag);
        }
        return deletion;
    }

    private Removal unsupported() {
        return refused(
                FailureKind.PRUNE_UNSUPPORTED, "delete tags", "it refuses to delete, by name and by digest", Set.of());
    }

    private Removal ineffective(Reference reference, Set<Tag> deleted) {
        return refused(
                FailureKind.PRUNE_INEFFECTIVE,
                "delete " + reference,
                "the deletion was accepted, but it is still there",
                deleted);
    }

    private Removal refused(FailureKind kind, String operation, String detail, Set<Tag> deleted) {
        Failure failure = Failure.of(kind, Side.TARGET, target.repository().toString(), operation, detail);
        means.refused(target.repository(), failure, now);
        return Removal.failed(deleted, failure);
    }

    private Registry registry() {
        return target.repository().registry();
    }
}
