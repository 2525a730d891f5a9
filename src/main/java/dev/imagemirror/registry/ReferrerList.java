package dev.imagemirror.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirror.content.Referrer;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.RawManifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An index of referrers, each entry with all that stands in it (image specification, "Image Index").
record ReferrerList(List<ObjectNode> entries) {
    static final ReferrerList EMPTY = new ReferrerList(List.of());

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(100).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    ReferrerList {
        entries = List.copyOf(entries);
    }

    /// @throws MalformedException when this is no index
    static ReferrerList parse(byte[] index) {
        JsonNode document = document(index);
        if (!document.path("manifests").isArray() || document.has("config") || document.has("layers")) {
            throw new MalformedException("it is no index");
        }
        List<ObjectNode> entries = new ArrayList<>();
        for (JsonNode entry : document.path("manifests")) {
            if (!(entry instanceof ObjectNode object)) {
                throw new MalformedException("an entry of the index is no descriptor");
            }
            descriptor(object);
            entries.add(object);
        }
        return new ReferrerList(entries);
    }

    /// What a manifest refers to, empty for most.
    ///
    /// @throws MalformedException when it says so in a way that cannot be read
    static Optional<Digest> subject(RawManifest manifest) {
        JsonNode subject = document(manifest.bytes()).path("subject");
        return subject.isObject()
                ? Optional.of(Digest.parse(subject.path("digest").asText()))
                : Optional.empty();
    }

    /// The entry of this manifest (distribution specification, "Pushing Manifests with Subject").
    static ObjectNode entry(RawManifest manifest) {
        JsonNode document = document(manifest.bytes());
        ObjectNode entry = JSON.createObjectNode()
                .put("mediaType", manifest.mediaType().text())
                .put("digest", manifest.digest().text())
                .put("size", manifest.bytes().length);
        String type = document.path("artifactType").asText("");
        String artifactType =
                type.isEmpty() ? document.path("config").path("mediaType").asText("") : type;
        if (!artifactType.isEmpty()) {
            entry.put("artifactType", artifactType);
        }
        if (document.path("annotations").isObject()) {
            entry.set("annotations", document.path("annotations"));
        }
        return entry;
    }

    boolean has(ObjectNode entry) {
        return entries.stream().anyMatch(other -> digest(other).equals(digest(entry)));
    }

    ReferrerList with(ObjectNode entry) {
        List<ObjectNode> more = new ArrayList<>(entries);
        more.add(entry);
        return new ReferrerList(more);
    }

    ReferrerList with(ReferrerList others) {
        List<ObjectNode> more = new ArrayList<>(entries);
        others.entries.stream().filter(entry -> !has(entry)).forEach(more::add);
        return new ReferrerList(more);
    }

    List<Referrer> referrers() {
        return entries.stream()
                .map(entry -> new Referrer(
                        descriptor(entry), entry.path("artifactType").asText("")))
                .toList();
    }

    byte[] bytes() {
        ObjectNode index = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", MediaType.OCI_INDEX.text());
        index.putArray("manifests").addAll(entries);
        return index.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String digest(ObjectNode entry) {
        return entry.path("digest").asText();
    }

    private static Descriptor descriptor(ObjectNode entry) {
        return new Descriptor(
                MediaType.parse(entry.path("mediaType").asText()),
                Digest.parse(digest(entry)),
                entry.path("size").asLong(-1));
    }

    private static JsonNode document(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            throw new MalformedException("it is not valid JSON", e);
        }
    }
}
