package dev.imagemirror.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.RawManifest;
import dev.imagemirror.oci.StrictJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;

/// The JSON documents of layouts. The caller bounds their length.
final class LayoutJson {
    private LayoutJson() {}

    /// By way of characters: from bytes, Jackson 2 cannot read names that hold an escaped surrogate pair.
    ///
    /// @throws MalformedException when this is no JSON object; the message does not quote it
    static ObjectNode object(byte[] bytes) {
        try (Reader text = new InputStreamReader(new ByteArrayInputStream(bytes), UTF_8.newDecoder())) {
            if (StrictJson.MAPPER.readTree(text) instanceof ObjectNode object) {
                return object;
            }
            throw new MalformedException("it is no JSON object");
        } catch (JsonProcessingException e) {
            throw new MalformedException(
                    "it is not valid JSON (line %d, column %d)"
                            .formatted(
                                    e.getLocation().getLineNr(), e.getLocation().getColumnNr()),
                    e);
        } catch (IOException e) {
            throw new MalformedException("it is not valid JSON", e);
        }
    }

    static ObjectNode object() {
        return StrictJson.MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return StrictJson.MAPPER.createArrayNode();
    }

    static byte[] bytes(JsonNode document) {
        try {
            return StrictJson.MAPPER.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can be written", e);
        }
    }

    static Descriptor descriptor(JsonNode json) {
        return new Descriptor(
                MediaType.parse(json.path("mediaType").asText()),
                Digest.parse(json.path("digest").asText()),
                json.path("size").asLong(-1));
    }

    /// What an artifact is, empty when nobody says.
    static String artifactType(RawManifest manifest) {
        return Manifest.artifactType(object(manifest.bytes()));
    }

    static ObjectNode json(Descriptor descriptor) {
        return object().put("mediaType", descriptor.mediaType().text())
                .put("digest", descriptor.digest().text())
                .put("size", descriptor.size());
    }
}
