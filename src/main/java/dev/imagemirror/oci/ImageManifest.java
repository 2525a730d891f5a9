package dev.imagemirror.oci;

import java.util.List;

/// An image manifest, OCI or Docker schema 2, of an image or any other artifact.
public record ImageManifest(RawManifest raw, Descriptor config, List<Descriptor> layers) implements Manifest {
    public ImageManifest {
        layers = List.copyOf(layers);
    }
}
