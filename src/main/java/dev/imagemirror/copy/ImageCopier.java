package dev.imagemirror.copy;

import dev.imagemirror.content.Blob;
import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.ImageIndex;
import dev.imagemirror.oci.ImageManifest;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.Reference;
import dev.imagemirror.oci.Tag;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Copies images of one source repository to one target repository. A walk from the manifest down: blobs first, then
/// the manifests that need them, the tag last, so that at every moment the tag names the old image or the new one,
/// complete. Manifests are pushed with the bytes they came with. Safe for use by several threads, one [Attempt] each.
public final class ImageCopier {
    /// Deepest nesting of indexes; a deeper one is refused as `LimitExceeded`.
    public static final int MAX_DEPTH = 4;

    private final ContentSource source;
    private final TargetContents contents;
    private final Progress progress;

    public ImageCopier(ContentSource source, TargetContents contents, Progress progress) {
        this.source = source;
        this.contents = contents;
        this.progress = progress;
    }

    /// Copies one image; the calling thread must run the attempt.
    ///
    /// @param replaced what the target's tag named when the copy was planned, null when it named nothing: if
    ///     it names anything else by now, somebody wrote it meanwhile and it is left alone (`TargetMoved`)
    public CopyResult copy(Reference reference, Tag tag, @Nullable Digest replaced, Attempt attempt) {
        Optional<Manifest> manifest = source.fetch(reference);
        if (manifest.isEmpty()) {
            return new CopyResult.Missing();
        }
        long before = attempt.transfer().bytes();
        pushContent(manifest.get(), 1, attempt);
        boolean written = writeTag(manifest.get(), tag, replaced, attempt);
        return new CopyResult.Copied(
                manifest.get().digest(), written, attempt.transfer().bytes() - before);
    }

    /// Pushes everything that the manifest refers to, but not the manifest.
    private void pushContent(Manifest manifest, int depth, Attempt attempt) {
        switch (manifest) {
            case ImageManifest image -> pushBlobs(image, attempt);
            case ImageIndex index -> pushChildren(index, depth, attempt);
        }
    }

    private void pushBlobs(ImageManifest image, Attempt attempt) {
        for (Descriptor layer : image.layers()) {
            if (!layer.mediaType().isForeignLayer()) {
                pushBlob(layer, attempt);
            }
        }
        pushBlob(image.config(), attempt);
    }

    private void pushChildren(ImageIndex index, int depth, Attempt attempt) {
        if (depth >= MAX_DEPTH
                && index.manifests().stream()
                        .anyMatch(child -> child.mediaType().isIndex())) {
            throw failed(FailureKind.LIMIT_EXCEEDED, "copy an index", "indexes are nested deeper than " + MAX_DEPTH);
        }
        for (Descriptor child : index.manifests()) {
            contents.ensure(child.digest(), () -> {
                Manifest manifest = source.fetch(child.digest())
                        .orElseThrow(() -> failed(
                                FailureKind.NOT_FOUND,
                                "read a manifest of the index",
                                "the index lists %s, which the source does not have".formatted(child.digest())));
                pushContent(manifest, depth + 1, attempt);
                contents.target().push(manifest).orThrow();
            });
        }
    }

    private void pushBlob(Descriptor blob, Attempt attempt) {
        contents.ensure(blob.digest(), () -> {
            if (!contents.existed() || !contents.target().exists(blob)) {
                moveBlob(blob, attempt);
            }
        });
    }

    private void moveBlob(Descriptor descriptor, Attempt attempt) {
        progress.expectBytes(descriptor.size());
        try (Blob blob = source.open(descriptor)) {
            contents.target()
                    .push(new Blob(descriptor, new MeteredStream(blob.stream(), attempt.transfer(), progress)));
        }
    }

    private boolean writeTag(Manifest manifest, Tag tag, @Nullable Digest replaced, Attempt attempt) {
        ContentTarget target = contents.target();
        if (replaced != null) {
            Optional<Digest> now = target.resolve(tag).map(Descriptor::digest);
            if (now.isPresent() && now.get().equals(manifest.digest())) {
                return false;
            }
            if (now.isPresent() && !now.get().equals(replaced)) {
                throw new ContentException(Failure.of(
                        FailureKind.TARGET_MOVED,
                        Side.TARGET,
                        target.repository() + ":" + tag,
                        "write the tag",
                        "somebody wrote %s meanwhile; find out who else pushes there".formatted(now.get())));
            }
        }
        attempt.writeTag(() -> target.tag(manifest, tag).orThrow());
        return true;
    }

    private ContentException failed(FailureKind kind, String operation, String detail) {
        return new ContentException(
                Failure.of(kind, Side.SOURCE, source.repository().toString(), operation, detail));
    }
}
