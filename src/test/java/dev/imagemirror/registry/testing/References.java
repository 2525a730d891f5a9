package dev.imagemirror.registry.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The digests of what a manifest refers to and a repository must hold: config and layers, or children. Not its
/// subject, and no layer that says where else it is to be had (image specification, "Descriptors", `urls`).
record References(List<String> blobs, List<String> manifests) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static References of(byte[] manifest) {
        JsonNode document = document(manifest);
        List<String> blobs = new ArrayList<>();
        if (document.path("config").has("digest")) {
            blobs.add(digest(document.path("config")));
        }
        for (JsonNode layer : document.path("layers")) {
            if (layer.path("urls").isEmpty()) {
                blobs.add(digest(layer));
            }
        }
        List<String> manifests = new ArrayList<>();
        document.path("manifests").forEach(child -> manifests.add(digest(child)));
        return new References(blobs, manifests);
    }

    /// Something that is no object when these bytes are not JSON.
    static JsonNode document(byte[] manifest) {
        try {
            return JSON.readTree(manifest);
        } catch (IOException e) {
            return JSON.nullNode();
        }
    }

    private static String digest(JsonNode descriptor) {
        return descriptor.path("digest").asText();
    }
}
