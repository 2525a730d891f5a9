package dev.imagemirror.oci;

import java.util.List;
import java.util.Optional;

/// An image index or Docker manifest list: the manifests of a multi-platform image, attestations among them.
public record ImageIndex(RawManifest raw, List<Descriptor> manifests, Optional<Digest> subject) implements Manifest {
    /// Most entries that an index may have.
    public static final int MAX_ENTRIES = 1_000;

    public ImageIndex {
        manifests = List.copyOf(manifests);
    }

    @Override
    public List<Descriptor> content() {
        return manifests;
    }
}
