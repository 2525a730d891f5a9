package dev.imagemirror.oci;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// An image manifest, OCI or Docker schema 2, of an image or any other artifact.
public record ImageManifest(RawManifest raw, Descriptor config, List<Descriptor> layers, Optional<Digest> subject)
        implements Manifest {
    public ImageManifest {
        layers = List.copyOf(layers);
    }

    @Override
    public List<Descriptor> content() {
        return Stream.concat(Stream.of(config), layers.stream()).toList();
    }
}
