package dev.imagemirror.copy;

import dev.imagemirror.content.ContentSource;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.ImageIndex;
import dev.imagemirror.oci.Manifest;
import java.util.LinkedHashSet;
import java.util.Set;

/// The manifests of one image that something may refer to: itself, and whatever it lists, also within indexes that it
/// lists.
final class ReferrerSubjects {
    private final ContentSource holder;
    private final Set<Digest> digests = new LinkedHashSet<>();

    private ReferrerSubjects(ContentSource holder) {
        this.holder = holder;
    }

    /// An index that was cut has a digest that nobody can have referred to, unless it is the source's own.
    ///
    /// @param original what the source calls the image
    /// @param holder has the indexes that the image lists
    static Set<Digest> of(PlatformSubset.Cut image, Digest original, ContentSource holder) {
        ReferrerSubjects subjects = new ReferrerSubjects(holder);
        if (image.tagged().digest().equals(original)) {
            subjects.digests.add(original);
        }
        subjects.add(image.content(), 1);
        if (!image.content().digest().equals(original)) {
            subjects.digests.remove(image.content().digest());
        }
        return subjects.digests;
    }

    /// @param holder has the image
    static Set<Digest> of(Descriptor image, ContentSource holder) {
        ReferrerSubjects subjects = new ReferrerSubjects(holder);
        subjects.add(image, 1);
        return subjects.digests;
    }

    private void add(Manifest manifest, int depth) {
        digests.add(manifest.digest());
        if (manifest instanceof ImageIndex index && depth <= ManifestCopies.MAX_DEPTH) {
            index.manifests().forEach(child -> add(child, depth + 1));
        }
    }

    /// More than can be brought need not be read.
    private void add(Descriptor manifest, int depth) {
        if (digests.size() > ReferrerWalk.MAX_MANIFESTS) {
            return;
        }
        if (manifest.mediaType().isImage()) {
            digests.add(manifest.digest());
        } else if (manifest.mediaType().isIndex() && digests.add(manifest.digest())) {
            holder.fetch(manifest.digest()).ifPresent(found -> add(found, depth));
        }
    }
}
