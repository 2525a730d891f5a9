package dev.imagemirror.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirror.content.Referrer;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.RawManifest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An index of referrers, each entry with all that stands in it (image specification, "Image Index"). Immutable.
final class ReferrerList {
    static final ReferrerList EMPTY = new ReferrerList(Map.of());

    /// By digest, in their order.
    private final Map<String, ObjectNode> entries;

    private ReferrerList(Map<String, ObjectNode> entries) {
        this.entries = entries;
    }

    /// @throws MalformedException when this is no index
    static ReferrerList parse(byte[] index) {
        JsonNode document = document(index);
        if (!document.path("manifests").isArray() || document.has("config") || document.has("layers")) {
            throw new MalformedException("it is no index");
        }
        Map<String, ObjectNode> entries = new LinkedHashMap<>();
        for (JsonNode entry : document.path("manifests")) {
            if (!(entry instanceof ObjectNode object)) {
                throw new MalformedException("an entry of the index is no descriptor");
            }
            entries.putIfAbsent(descriptor(object).digest().text(), object);
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
    private static ObjectNode entry(RawManifest manifest) {
        JsonNode document = document(manifest.bytes());
        ObjectNode entry = Json.MAPPER
                .createObjectNode()
                .put("mediaType", manifest.mediaType().text())
                .put("digest", manifest.digest().text())
                .put("size", manifest.bytes().length);
        String artifactType = Manifest.artifactType(document);
        if (!artifactType.isEmpty()) {
            entry.put("artifactType", artifactType);
        }
        if (document.path("annotations").isObject()) {
            entry.set("annotations", document.path("annotations"));
        }
        return entry;
    }

    int count() {
        return entries.size();
    }

    boolean has(Digest manifest) {
        return entries.containsKey(manifest.text());
    }

    ReferrerList with(RawManifest manifest) {
        return with(new ReferrerList(Map.of(manifest.digest().text(), entry(manifest))));
    }

    ReferrerList with(ReferrerList others) {
        Map<String, ObjectNode> more = new LinkedHashMap<>(entries);
        others.entries.forEach(more::putIfAbsent);
        return new ReferrerList(more);
    }

    ReferrerList without(Digest manifest) {
        Map<String, ObjectNode> fewer = new LinkedHashMap<>(entries);
        fewer.remove(manifest.text());
        return new ReferrerList(fewer);
    }

    List<Referrer> referrers() {
        return entries.values().stream()
                .map(entry -> new Referrer(
                        descriptor(entry), entry.path("artifactType").asText("")))
                .toList();
    }

    byte[] bytes() {
        ObjectNode index =
                Json.MAPPER.createObjectNode().put("schemaVersion", 2).put("mediaType", MediaType.OCI_INDEX.text());
        index.putArray("manifests").addAll(entries.values());
        try {
            return Json.MAPPER.writeValueAsBytes(index);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can be written", e);
        }
    }

    private static Descriptor descriptor(ObjectNode entry) {
        return new Descriptor(
                MediaType.parse(entry.path("mediaType").asText()),
                Digest.parse(entry.path("digest").asText()),
                entry.path("size").asLong(-1));
    }

    /// By way of characters: from bytes, Jackson 2 cannot read names that hold an escaped surrogate pair.
    private static JsonNode document(byte[] bytes) {
        try {
            return Json.MAPPER.readTree(
                    new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8.newDecoder()));
        } catch (IOException e) {
            throw new MalformedException("it is not valid JSON", e);
        }
    }
}
