package dev.imagemirror.oci;

import com.fasterxml.jackson.databind.JsonNode;
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

    /// What a manifest says that it is, else the type of its config, letter for letter, else empty (distribution
    /// specification, "Listing Referrers").
    ///
    /// @param document of a manifest, also of one that [#parse] would refuse
    static String artifactType(JsonNode document) {
        String stated = document.path("artifactType").asText("");
        return stated.isEmpty() ? document.path("config").path("mediaType").asText("") : stated;
    }
}
