package dev.imagemirror.images;

import java.util.List;

/// A manifest or an index with all that it refers to.
///
/// @param manifest its own bytes and media type
/// @param platform as `os/architecture[/variant]`; empty for an index
/// @param blobs    configuration and layers; none for an index
/// @param children what an index lists, in its order; none for a manifest
public record Image(Blob manifest, String platform, List<Blob> blobs, List<Image> children) {

    public Image {
        blobs = List.copyOf(blobs);
        children = List.copyOf(children);
    }

    public String digest() {
        return manifest.digest();
    }

    public String mediaType() {
        return manifest.mediaType();
    }
}
