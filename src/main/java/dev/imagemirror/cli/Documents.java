package dev.imagemirror.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.imagemirror.api.ImageMirror;
import dev.imagemirror.api.ImageMirrorSpec;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.resource.SecretContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The ImageMirror and Secret documents of files. Other kinds are passed over, so that a file for kubectl serves here
/// too; a field that ImageMirror does not have is refused, since nobody else would tell.
record Documents(List<Mirror> mirrors, Map<String, SecretContent> secrets) {
    private static final ObjectMapper YAML = strict();
    private static final String DEFAULT_NAMESPACE = "default";
    /// Of a resource. A status is what kubectl shows, and of no use here.
    private static final List<String> FIELDS = List.of("apiVersion", "kind", "metadata", "spec", "status");

    /// Of the resource's metadata only what names it: to bind the rest would take longer than to read the whole file.
    ///
    /// @param place file and position of the document, for messages
    record Mirror(String place, String namespace, String resource, ImageMirrorSpec spec) {
        String name() {
            return namespace + "/" + resource;
        }
    }

    /// The Secrets of one namespace.
    interface Secrets {
        Optional<SecretContent> find(String name);
    }

    static Documents read(List<Path> files) {
        Documents documents = new Documents(new ArrayList<>(), new HashMap<>());
        files.forEach(documents::add);
        if (documents.mirrors.isEmpty()) {
            throw new MalformedException("no ImageMirror document in " + files);
        }
        return documents;
    }

    Secrets secretsBeside(Mirror mirror) {
        return name -> Optional.ofNullable(secrets.get(mirror.namespace() + "/" + name));
    }

    private void add(Path file) {
        int number = 1;
        if (Files.isDirectory(file)) {
            throw new MalformedException("%s cannot be read: it is a folder; name its files".formatted(file));
        }
        try (InputStream in = file.toString().equals("-") ? System.in : Files.newInputStream(file);
                MappingIterator<JsonNode> documents =
                        YAML.readerFor(JsonNode.class).readValues(in)) {
            while (documents.hasNextValue()) {
                add(file + ", document " + number, documents.nextValue());
                number++;
            }
        } catch (NoSuchFileException e) {
            throw new MalformedException("there is no file " + file, e);
        } catch (JsonProcessingException e) {
            throw new MalformedException("%s, document %d: %s".formatted(file, number, DocumentFault.of(e)), e);
        } catch (IOException e) {
            throw new MalformedException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    private void add(String place, JsonNode document) throws JsonProcessingException {
        switch (document.path("kind").asText()) {
            case "ImageMirror" -> mirrors.add(mirror(place, document));
            case "Secret" -> addSecret(place, document);
            default -> {}
        }
    }

    private static Mirror mirror(String place, JsonNode document) throws JsonProcessingException {
        String version = ImageMirror.GROUP + "/" + ImageMirror.VERSION;
        if (!document.path("apiVersion").asText().equals(version)) {
            throw new MalformedException("%s: apiVersion must be %s".formatted(place, version));
        }
        if (!document.path("spec").isObject() || !document.at("/metadata/name").isTextual()) {
            throw new MalformedException("%s: metadata.name and spec are needed".formatted(place));
        }
        for (var field : document.properties()) {
            if (!FIELDS.contains(field.getKey())) {
                throw new MalformedException("%s: there is no field %s; known are %s"
                        .formatted(place, field.getKey(), String.join(", ", FIELDS)));
            }
        }
        JsonNode metadata = document.path("metadata");
        return new Mirror(
                place,
                namespace(metadata.path("namespace").asText("")),
                metadata.path("name").asText(),
                spec(document.path("spec")));
    }

    private static ImageMirrorSpec spec(JsonNode spec) throws JsonProcessingException {
        try {
            return YAML.treeToValue(spec, ImageMirrorSpec.class);
        } catch (JsonMappingException e) {
            e.prependPath(spec, "spec");
            throw e;
        }
    }

    private void addSecret(String place, JsonNode document) {
        Map<String, byte[]> data = new HashMap<>();
        document.path("data")
                .properties()
                .forEach(entry -> data.put(
                        entry.getKey(),
                        decoded(place, entry.getKey(), entry.getValue().asText())));
        document.path("stringData")
                .properties()
                .forEach(entry ->
                        data.put(entry.getKey(), entry.getValue().asText().getBytes(StandardCharsets.UTF_8)));
        JsonNode meta = document.path("metadata");
        secrets.put(
                namespace(meta.path("namespace").asText("")) + "/"
                        + meta.path("name").asText(),
                new SecretContent(document.path("type").asText("Opaque"), data));
    }

    private static byte[] decoded(String place, String key, String value) {
        try {
            // Written over several lines it is valid, anything else between the letters is a mistake.
            return Base64.getDecoder().decode(value.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new MalformedException(
                    "%s: data.%s is not base64; write the value itself under stringData".formatted(place, key), e);
        }
    }

    private static String namespace(@org.jspecify.annotations.Nullable String namespace) {
        return namespace == null || namespace.isEmpty() ? DEFAULT_NAMESPACE : namespace;
    }

    /// Annotations are for the CRD and the status, and reading them takes a short command a fifth of its time. Without
    /// them every unknown field is refused, and an enum is read by its text.
    private static ObjectMapper strict() {
        return YAMLMapper.builder()
                .disable(MapperFeature.USE_ANNOTATIONS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING)
                .build();
    }
}
