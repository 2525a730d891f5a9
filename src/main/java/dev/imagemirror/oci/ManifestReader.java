package dev.imagemirror.oci;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Reads manifests with the bounds that hostile ones call for: nesting, duplicate keys, entry counts, and no
/// document that is two things at once (CVE-2021-41190).
final class ManifestReader {
    private ManifestReader() {}

    static Manifest read(RawManifest raw) {
        JsonNode document = document(raw);
        checkStatedType(raw, document);
        boolean index = raw.mediaType().isIndex() || document.has("manifests");
        if (index && (document.has("layers") || document.has("config"))) {
            throw new MalformedException("the manifest is an image and an index at once");
        }
        if (raw.mediaType().isIndex()) {
            return new ImageIndex(raw, entries(list(document, "manifests")), subject(document));
        }
        if (raw.mediaType().isImage()) {
            return image(raw, document);
        }
        throw new MalformedException("manifests of type %s cannot be mirrored".formatted(raw.mediaType()));
    }

    private static ImageManifest image(RawManifest raw, JsonNode document) {
        if (!document.has("config")) {
            throw new MalformedException("the manifest has no config");
        }
        return new ImageManifest(
                raw,
                descriptor(document.get("config"), "config"),
                descriptors(list(document, "layers"), "layers"),
                subject(document));
    }

    /// Whatever is no object there refers to nothing, as for registries.
    private static Optional<Digest> subject(JsonNode document) {
        JsonNode subject = document.path("subject");
        try {
            return subject.isObject()
                    ? Optional.of(Digest.parse(subject.path("digest").asText()))
                    : Optional.empty();
        } catch (MalformedException e) {
            throw new MalformedException("'subject' of the manifest: " + e.getMessage(), e);
        }
    }

    private static JsonNode document(RawManifest raw) {
        try {
            JsonNode document = StrictJson.MAPPER.readTree(raw.bytes());
            if (document == null || !document.isObject()) {
                throw new MalformedException("the manifest is not a JSON object");
            }
            return document;
        } catch (JsonProcessingException e) {
            // A limit is told with the method that holds it, which says nothing to anybody.
            String fault = e.getOriginalMessage().replaceFirst(", from `[^`]*`", "");
            throw new MalformedException("the manifest is not valid JSON: " + fault, e);
        } catch (IOException e) {
            throw new MalformedException("the manifest is not valid JSON", e);
        }
    }

    private static void checkStatedType(RawManifest raw, JsonNode document) {
        if (document.path("schemaVersion").asInt(2) == 1) {
            throw new MalformedException(
                    "Docker schema 1 manifests cannot be mirrored byte for byte: rebuild the image");
        }
        JsonNode stated = document.path("mediaType");
        if (stated.isMissingNode() || stated.isNull()) {
            return;
        }
        if (!stated.isTextual()) {
            throw new MalformedException("'mediaType' of the manifest is not a text");
        }
        if (!MediaType.parse(stated.asText()).equals(raw.mediaType())) {
            throw new MalformedException("the manifest calls itself %s but was served as %s"
                    .formatted(MediaType.parse(stated.asText()), raw.mediaType()));
        }
    }

    /// The list in a field, empty when there is none.
    private static JsonNode list(JsonNode document, String field) {
        JsonNode array = document.path(field);
        if (array.isMissingNode() || array.isNull()) {
            return JsonNodeFactory.instance.arrayNode();
        }
        if (!array.isArray()) {
            throw new MalformedException("'%s' of the manifest is not a list".formatted(field));
        }
        if (array.size() > ImageIndex.MAX_ENTRIES) {
            throw new MalformedException("'%s' of the manifest has %d entries, the limit is %d"
                    .formatted(field, array.size(), ImageIndex.MAX_ENTRIES));
        }
        return array;
    }

    private static List<Descriptor> descriptors(JsonNode array, String field) {
        List<Descriptor> found = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            found.add(descriptor(array.get(i), field + "[" + i + "]"));
        }
        return found;
    }

    private static List<IndexEntry> entries(JsonNode array) {
        List<Descriptor> descriptors = descriptors(array, "manifests");
        return IntStream.range(0, array.size())
                .mapToObj(i -> new IndexEntry(descriptors.get(i), platform(array.get(i)), attested(array.get(i))))
                .toList();
    }

    /// Whatever names no platform in our words is no reason to refuse an index that is copied as it is.
    private static @Nullable Platform platform(JsonNode entry) {
        JsonNode platform = entry.path("platform");
        if (!platform.isObject()) {
            return null;
        }
        String variant = platform.path("variant").asText();
        try {
            return new Platform(
                    platform.path("os").asText(),
                    platform.path("architecture").asText(),
                    variant.isEmpty() ? null : variant);
        } catch (MalformedException e) {
            return null;
        }
    }

    private static Optional<Digest> attested(JsonNode entry) {
        JsonNode annotations = entry.path("annotations");
        if (!annotations.path("vnd.docker.reference.type").asText().equals("attestation-manifest")) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    Digest.parse(annotations.path("vnd.docker.reference.digest").asText()));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    /// Who reads the image may take embedded content for the blob, so what is wrong is not handed on (image
    /// specification, "Content Descriptors").
    private static void checkData(Descriptor descriptor, JsonNode data, String place) {
        try {
            byte[] embedded = Base64.getDecoder().decode(data.isTextual() ? data.asText() : "?");
            byte[] hash = descriptor.digest().computation().digest(embedded);
            if (embedded.length == descriptor.size()
                    && descriptor.digest().equals(descriptor.digest().sameAlgorithm(hash))) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // What is no Base64 is no content either.
        }
        throw new MalformedException(
                "%s of the manifest embeds data that are not %s; ask its publisher for a correct one"
                        .formatted(place, descriptor.digest()));
    }

    private static Descriptor descriptor(JsonNode node, String place) {
        JsonNode mediaType = node.path("mediaType");
        JsonNode digest = node.path("digest");
        JsonNode size = node.path("size");
        if (!mediaType.isTextual() || !digest.isTextual() || !size.isIntegralNumber() || !size.canConvertToLong()) {
            throw new MalformedException(
                    "%s of the manifest is no descriptor: mediaType, digest and size are needed".formatted(place));
        }
        Descriptor descriptor =
                new Descriptor(MediaType.parse(mediaType.asText()), Digest.parse(digest.asText()), size.asLong());
        if (node.has("data")) {
            checkData(descriptor, node.get("data"), place);
        }
        return descriptor;
    }
}
