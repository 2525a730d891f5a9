package dev.imagemirror.copy;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.Reference;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import java.util.List;
import java.util.Optional;

/// Copies images of one source repository to one target repository. A walk from the manifest down: blobs first, then
/// the manifests that need them, the tag last, so that at every moment the tag names the old image or the new one,
/// complete. Manifests are pushed with the bytes they came with, but for an index that is cut to some platforms. Safe
/// for use by several threads, one [Attempt] each.
public final class ImageCopier {
    private final ContentSource source;
    private final TargetContents contents;
    private final Crew crew;
    private final PlatformSubset subset;
    private final ManifestCopies manifests;
    private final ReferrerSearch search;
    private final ReferrerCopies referrers;
    private final boolean alone;

    /// @param crew does the parts of images that can be done at the same time
    /// @param scope what of the images is copied, and what with them
    public ImageCopier(ContentSource source, TargetContents contents, Crew crew, Progress progress, CopyScope scope) {
        this.source = source;
        this.contents = contents;
        this.crew = crew;
        this.subset = scope.subset();
        BlobCopies blobs = new BlobCopies(source, contents, crew, progress, scope.foreignLayers());
        this.manifests = new ManifestCopies(source, contents, blobs, crew);
        this.search = new ReferrerSearch(source, scope.referrers().atSource(), crew);
        this.referrers = new ReferrerCopies(source, contents, manifests, scope.referrers());
        this.alone = !scope.referrers().wanted();
    }

    /// Copies one image with what refers to it; the calling thread must run the attempt. Where something refers to it,
    /// it is written under its digest first, then that, then the tag. The manifest is read before a slot is
    /// waited for, so that a far source answers while other images move.
    ///
    /// @param expected what the target's tag names right before it is written
    public CopyResult copy(Reference reference, Tag tag, Expectation expected, Attempt attempt) {
        Repository repository = contents.target().repository();
        contents.refusals().check(repository);
        Optional<Manifest> found = source.fetch(reference);
        if (found.isEmpty()) {
            return new CopyResult.Missing();
        }
        try (var _ = crew.slot(attempt)) {
            contents.refusals().check(repository);
            return offer(found.get(), tag, expected, attempt);
        }
    }

    private CopyResult offer(Manifest found, Tag tag, Expectation expected, Attempt attempt) {
        Repository repository = contents.target().repository();
        try {
            CopyResult result = copy(found, tag, expected, attempt);
            contents.refusals().forget(repository);
            return result;
        } catch (OccupiedException e) {
            return new CopyResult.Occupied(found.digest(), e.now());
        } catch (ContentException e) {
            contents.refusals().note(repository, e.failure(), expected instanceof Expectation.Content);
            throw e;
        }
    }

    private CopyResult copy(Manifest found, Tag tag, Expectation expected, Attempt attempt) {
        Digest original = found.digest();
        PlatformSubset.Cut cut = subset.cut(found, source.repository() + ":" + tag);
        if (expected.equals(new Expectation.Content(cut.tagged().digest())) && !cut.sparse()) {
            // What was planned to go is what would be written, so all that it needs is there.
            return new CopyResult.Copied(original, cut.tagged().digest(), false, 0, new ReferrerResult.Left());
        }
        long before = attempt.transfer().bytes();
        ReferrerResult followers = bringBefore(cut, original, attempt);
        TagWrite write = new TagWrite(contents.target(), cut.tagged(), tag, expected, attempt);
        manifests.complete(List.of(manifests.writing(cut, write::perform)), 1, attempt);
        return new CopyResult.Copied(
                original,
                cut.tagged().digest(),
                write.isWritten(),
                attempt.transfer().bytes() - before,
                followers);
    }

    /// Brings what refers to an image that the target has; the calling thread must run the attempt. The manifests that
    /// an index lists are read from the target, which counts no pulls of the source.
    public ReferrerResult bringReferrers(Descriptor image, Attempt attempt) {
        if (alone) {
            return new ReferrerResult.Left();
        }
        try (ReferrerWalk walk = new ReferrerWalk(search, referrers, attempt)) {
            if (subset instanceof PlatformSubset.Sparse) {
                beginSparse(walk, image.digest());
            } else {
                walk.begin(image, contents.target());
            }
            walk.bring();
            return walk.end();
        }
    }

    /// Of a sparse index the target has only some children, and nothing may refer to the others there.
    private void beginSparse(ReferrerWalk walk, Digest image) {
        Optional<Manifest> held = contents.target().fetch(image);
        if (held.isPresent()) {
            String place = contents.target().repository() + "@" + image;
            walk.begin(subset.cut(held.get(), place), image, contents.target());
        }
    }

    private ReferrerResult bringBefore(PlatformSubset.Cut cut, Digest original, Attempt attempt) {
        if (alone) {
            return new ReferrerResult.Left();
        }
        try (ReferrerWalk walk = new ReferrerWalk(search, referrers, attempt)) {
            walk.begin(cut, original, source);
            if (!walk.isEmpty()) {
                manifests.complete(List.of(manifests.writing(cut, attempt)), 1, attempt);
                walk.bring();
            }
            return walk.end();
        }
    }
}
