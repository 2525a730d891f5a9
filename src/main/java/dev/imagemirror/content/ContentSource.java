package dev.imagemirror.content;

import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.Reference;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One repository that content is read from. Absence is a value; every other trouble is a [ContentException].
/// Safe for use by many threads. A thread that is interrupted leaves a call at once, its connection closed, with
/// a [ContentException] of kind `CANCELLED` and the interrupt status set.
public interface ContentSource {
    Repository repository();

    /// Every tag, or empty when the repository does not exist. The listing is whole: when a page fails, the call fails.
    /// Entries that are no valid tags are left out.
    Optional<TagList> tags();

    /// What the reference points to, or empty when there is no such manifest. Costs no pull where the registry
    /// counts them.
    Optional<Descriptor> resolve(Reference reference);

    /// What the tag names, or empty when there is no such tag. As [#resolve] for who has seen before what it named and
    /// wants to know no more than whether that is still so, which is less work for a registry.
    ///
    /// @param remembered what the tag named the last time; null when nobody knows
    default Optional<Digest> named(Tag tag, @Nullable Digest remembered) {
        return resolve(tag).map(Descriptor::digest);
    }

    /// The manifest, its digest verified, or empty when there is none. At most [#MAX_MANIFEST] bytes.
    Optional<Manifest> fetch(Reference reference);

    /// The manifests that refer to this one, whole and in no order; empty also when there is no such manifest.
    default List<Referrer> referrers(Digest subject) {
        return referrers(subject, DigestTags.UNKNOWN);
    }

    /// The same. A source that keeps its lists under tags is spared the question for one that it does not have.
    ///
    /// @param tags the digest tags that this repository may have
    List<Referrer> referrers(Digest subject, DigestTags tags);

    /// Opens a blob for reading. The stream is verified: see [VerifyingStream].
    ///
    /// @throws ContentException also when the blob does not exist
    Blob open(Descriptor blob);

    /// Most bytes of a manifest (distribution specification, "Pushing Manifests": 4 MB).
    int MAX_MANIFEST = 4 * 1024 * 1024;
}
