package dev.imagemirror.copy;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Tag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The way through what refers to one image: to itself and the manifests that it lists, then what refers to that, and
/// so on, each level after the one that it refers to (distribution specification, "Pushing Manifests with Subject"). No
/// manifest is met twice, so circles end. What goes wrong is noted and the rest goes on; only the end of the attempt is
/// thrown. Closed in any case, so that others of the run may look for what was not brought. Used once, by the thread
/// that leads the attempt.
final class ReferrerWalk implements AutoCloseable {
    /// Most levels: a signature of a bill of materials of an image is on the second.
    static final int MAX_DEPTH = 4;
    /// Most manifests of one image that are asked about or brought: the image, what it lists, and all referrers.
    static final int MAX_MANIFESTS = 2_000;

    private final ReferrerSearch search;
    private final ReferrerCopies copies;
    private final Attempt attempt;
    private final Set<Digest> met = new HashSet<>();
    private final List<Digest> claimed = new ArrayList<>();
    private List<ReferrerSearch.Found> level = List.of();
    private @Nullable Failure failure;
    /// Whether nobody else of the run looks for this image.
    private boolean led;

    private boolean ended;

    ReferrerWalk(ReferrerSearch search, ReferrerCopies copies, Attempt attempt) {
        this.search = search;
        this.copies = copies;
        this.attempt = attempt;
    }

    /// Finds what refers to the image and to what it lists, unless another tag of the run did.
    ///
    /// @param original what the source calls the image
    /// @param holder has the indexes that this one lists
    void begin(PlatformSubset.Cut image, Digest original, ContentSource holder) {
        Set<Digest> subjects = ReferrerSubjects.of(image, original, holder);
        guard(() -> look(subjects));
        led = subjects.stream().findFirst().filter(claimed::contains).isPresent();
    }

    /// The same for an image that was not read.
    ///
    /// @param holder has the image
    void begin(Descriptor image, ContentSource holder) {
        if (!search.isClaimed(image.digest())) {
            guard(() -> look(ReferrerSubjects.of(image, holder)));
            led = claimed.contains(image.digest());
        }
    }

    /// Whether there is nothing to bring.
    boolean isEmpty() {
        return level.isEmpty();
    }

    /// Brings what was found, and what refers to that. The target must have the image by now.
    void bring() {
        for (int depth = 1; !level.isEmpty(); depth++) {
            List<ReferrerSearch.Found> found = level;
            level = List.of();
            if (depth > MAX_DEPTH) {
                note(limit("what refers to it is nested deeper than " + MAX_DEPTH));
                return;
            }
            Set<Digest> brought = new LinkedHashSet<>();
            found.forEach(one -> guard(() -> bringListed(one, brought)));
            found.stream().flatMap(one -> one.tags().stream()).forEach(tag -> guard(() -> bringTag(tag, brought)));
            guard(() -> look(brought));
        }
    }

    /// How it ended.
    ReferrerResult end() {
        if (failure != null) {
            return new ReferrerResult.Failed(failure);
        }
        ended = true;
        return led ? new ReferrerResult.Done() : new ReferrerResult.Left();
    }

    /// After a failure, of the image too, others of the run may look again.
    @Override
    public void close() {
        if (!ended) {
            search.release(claimed);
        }
    }

    private void look(Collection<Digest> subjects) {
        met.addAll(subjects);
        checkCount();
        List<Digest> mine = search.claim(subjects);
        claimed.addAll(mine);
        level = search.find(mine, attempt);
    }

    private void bringListed(ReferrerSearch.Found found, Set<Digest> brought) {
        found.manifests().stream().map(Descriptor::digest).filter(met::add).forEach(brought::add);
        checkCount();
        List<Descriptor> lacking = copies.lacking(found);
        try {
            copies.bring(lacking, attempt);
        } catch (ContentException e) {
            if (attempt.isCancelled() || e.failure().kind().isRetryable()) {
                throw e;
            }
            // One that is broken holds up only itself.
            lacking.forEach(one -> guard(() -> copies.bringIfThere(one, attempt)));
        }
    }

    private void bringTag(Tag tag, Set<Digest> brought) {
        copies.bring(tag, attempt).filter(met::add).ifPresent(brought::add);
        checkCount();
    }

    private void checkCount() {
        if (met.size() > MAX_MANIFESTS) {
            throw new ContentException(
                    limit("it and what refers to it are more than %d manifests".formatted(MAX_MANIFESTS)));
        }
    }

    private Failure limit(String detail) {
        return Failure.of(
                FailureKind.LIMIT_EXCEEDED,
                Side.SOURCE,
                search.place(),
                "copy what refers to the image",
                detail + "; remove some of its referrers at the source, or set referrers: false");
    }

    private void guard(Runnable step) {
        try {
            step.run();
        } catch (ContentException e) {
            if (attempt.isCancelled()) {
                throw e;
            }
            note(e.failure());
        }
    }

    private void note(Failure why) {
        failure = failure == null ? why : failure;
    }
}
