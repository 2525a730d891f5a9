package dev.imagemirror.oci;

import java.util.List;
import java.util.Optional;

/// A manifest that can be mirrored: an image (also any other artifact) or an index of manifests.
public sealed interface Manifest permits ImageManifest, ImageIndex {
    /// The bytes it was read from.
    RawManifest raw();

    /// The manifest that this one refers to: what a signature signs. Empty for most.
    Optional<Digest> subject();

    /// Everything that has to be in a repository before this manifest: config and layers, or children; not the subject.
    List<Descriptor> content();

    default Digest digest() {
        return raw().digest();
    }

    /// Reads a manifest. Limits: nesting 100, no duplicate keys; the caller bounds the size.
    ///
    /// @throws MalformedException when the bytes are no manifest, contradict their media type or are of a type that
    ///     cannot be mirrored byte for byte (Docker schema 1)
    static Manifest parse(RawManifest raw) {
        return ManifestReader.read(raw);
    }
}
