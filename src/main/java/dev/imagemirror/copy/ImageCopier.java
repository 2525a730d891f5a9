package dev.imagemirror.copy;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.PushResult;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.Reference;
import dev.imagemirror.oci.Tag;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Copies images of one source repository to one target repository. A walk from the manifest down: blobs first, then
/// the manifests that need them, the tag last, so that at every moment the tag names the old image or the new one,
/// complete. Manifests are pushed with the bytes they came with, but for an index that is cut to some platforms. Safe
/// for use by several threads, one [Attempt] each.
public final class ImageCopier {
    private final ContentSource source;
    private final TargetContents contents;
    private final PlatformSubset subset;
    private final ManifestCopies manifests;

    /// Copies images whole.
    public ImageCopier(ContentSource source, TargetContents contents, Crew crew, Progress progress) {
        this(source, contents, new PlatformSubset.Whole(), crew, progress);
    }

    /// @param crew does the parts of images that can be done at the same time
    public ImageCopier(
            ContentSource source, TargetContents contents, PlatformSubset subset, Crew crew, Progress progress) {
        this.source = source;
        this.contents = contents;
        this.subset = subset;
        this.manifests = new ManifestCopies(source, contents, new BlobCopies(source, contents, crew, progress), crew);
    }

    /// Copies one image; the calling thread must run the attempt.
    ///
    /// @param replaced what the target's tag named when the copy was planned, null when it named nothing: if
    ///     it names anything else by now, somebody wrote it meanwhile and it is left alone (`TargetMoved`)
    public CopyResult copy(Reference reference, Tag tag, @Nullable Digest replaced, Attempt attempt) {
        Optional<Manifest> found = source.fetch(reference);
        if (found.isEmpty()) {
            return new CopyResult.Missing();
        }
        Digest original = found.get().digest();
        PlatformSubset.Cut cut = subset.cut(found.get(), source.repository() + ":" + tag);
        if (cut.tagged().digest().equals(replaced) && !cut.sparse()) {
            // What was planned to go is what would be written, so all that it needs is there.
            return new CopyResult.Copied(original, cut.tagged().digest(), false, 0);
        }
        long before = attempt.transfer().bytes();
        TagWrite write = new TagWrite(cut.tagged(), tag, replaced, attempt);
        manifests.complete(List.of(ManifestCopies.Writing.of(cut, write::perform)), 1, attempt);
        if (!cut.sparse()) {
            contents.note(List.of(cut.tagged().raw().descriptor()));
        }
        return new CopyResult.Copied(
                original,
                cut.tagged().digest(),
                write.written.get(),
                attempt.transfer().bytes() - before);
    }

    /// The write of one tag, perhaps more than once until the target has all that it needs.
    private final class TagWrite {
        private final Manifest manifest;
        private final Tag tag;
        private final @Nullable Digest replaced;
        private final Attempt attempt;
        private final AtomicBoolean written = new AtomicBoolean();

        TagWrite(Manifest manifest, Tag tag, @Nullable Digest replaced, Attempt attempt) {
            this.manifest = manifest;
            this.tag = tag;
            this.replaced = replaced;
            this.attempt = attempt;
        }

        PushResult perform() {
            if (replaced != null && namesItAlready(replaced)) {
                return new PushResult.Done();
            }
            PushResult result = attempt.writeTag(() -> contents.target().tag(manifest, tag));
            written.set(result instanceof PushResult.Done);
            return result;
        }

        private boolean namesItAlready(Digest planned) {
            ContentTarget target = contents.target();
            Optional<Digest> now = target.resolve(tag).map(Descriptor::digest);
            if (now.isPresent()
                    && !now.get().equals(manifest.digest())
                    && !now.get().equals(planned)) {
                throw new ContentException(Failure.of(
                        FailureKind.TARGET_MOVED,
                        Side.TARGET,
                        target.repository() + ":" + tag,
                        "write the tag",
                        "somebody wrote %s meanwhile; find out who else pushes there".formatted(now.get())));
            }
            return now.isPresent() && now.get().equals(manifest.digest());
        }
    }
}
