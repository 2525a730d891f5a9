package dev.imagemirror.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemirror.http.Redaction;
import dev.imagemirror.oci.MalformedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads docker's configuration. No message and no cause holds a value of the document.
final class DockerConfigReader {
    private static final int MAX_DOCUMENT = 1024 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build());

    private DockerConfigReader() {}

    static DockerConfig read(byte[] bytes) {
        JsonNode document = document(bytes);
        JsonNode auths = document.path("auths");
        checkObject(auths, "auths", "hosts");
        return new DockerConfig(entries(auths, "auths[%s]"), helpers(document));
    }

    static DockerConfig readLegacy(byte[] bytes) {
        return new DockerConfig(entries(document(bytes), "%s"), List.of());
    }

    private static List<DockerConfig.Entry> entries(JsonNode auths, String place) {
        List<DockerConfig.Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> auth : auths.properties()) {
            credential(auth.getValue(), place.formatted(shown(auth.getKey())))
                    .ifPresent(
                            found -> entries.add(new DockerConfig.Entry(DockerConfigKey.parse(auth.getKey()), found)));
        }
        return entries;
    }

    private static void checkObject(JsonNode node, String field, String what) {
        if (!node.isObject() && !node.isMissingNode() && !node.isNull()) {
            throw new MalformedException("%s is not an object of %s".formatted(field, what));
        }
    }

    private static JsonNode document(byte[] bytes) {
        if (bytes.length > MAX_DOCUMENT) {
            throw new MalformedException("the docker configuration is longer than 1 MiB");
        }
        try {
            JsonNode document = JSON.readTree(bytes);
            if (document != null && document.isObject()) {
                return document;
            }
        } catch (JsonProcessingException e) {
            throw new MalformedException("the docker configuration is not valid JSON at line %d, column %d"
                    .formatted(
                            e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                            e.getLocation() == null ? 0 : e.getLocation().getColumnNr()));
        } catch (IOException e) {
            throw new MalformedException("the docker configuration cannot be read");
        }
        throw new MalformedException("the docker configuration is not a JSON object");
    }

    private static List<DockerConfig.Program> helpers(JsonNode document) {
        JsonNode byHost = document.path("credHelpers");
        checkObject(byHost, "credHelpers", "names");
        List<DockerConfig.Program> found = new ArrayList<>();
        for (String host : (Iterable<String>) byHost::fieldNames) {
            String place = "credHelpers[%s]".formatted(shown(host));
            found.add(new DockerConfig.Program(DockerConfigKey.parse(host), text(byHost, host, "credHelpers"), place));
        }
        String store = text(document, "credsStore", "the docker configuration");
        if (!store.isEmpty()) {
            found.add(new DockerConfig.Program(null, store, "credsStore"));
        }
        return found;
    }

    /// The credential of an entry; one without any is no error, docker writes such entries beside a helper.
    private static Optional<Credential> credential(JsonNode entry, String place) {
        if (!entry.isObject()) {
            throw new MalformedException(place + " is not an object");
        }
        String registryToken = text(entry, "registrytoken", place);
        String identityToken = text(entry, "identitytoken", place);
        String auth = text(entry, "auth", place);
        try {
            if (!registryToken.isEmpty()) {
                return Optional.of(new Credential.RegistryToken(registryToken));
            }
            if (!identityToken.isEmpty()) {
                return Optional.of(new Credential.IdentityToken(identityToken));
            }
            return auth.isEmpty()
                    ? Credential.ofPair(text(entry, "username", place), text(entry, "password", place))
                    : decoded(auth, place);
        } catch (MalformedException e) {
            String message = String.valueOf(e.getMessage());
            throw new MalformedException(message.startsWith(place) ? message : place + ": " + message);
        }
    }

    private static Optional<Credential> decoded(String auth, String place) {
        String pair = new String(bytes(auth, place), StandardCharsets.UTF_8);
        int colon = pair.indexOf(':');
        if (colon < 0) {
            throw new MalformedException(place + ".auth is not the base64 of user:password");
        }
        return Credential.ofPair(
                pair.substring(0, colon), pair.substring(colon + 1).replaceFirst("\0+$", ""));
    }

    private static byte[] bytes(String auth, String place) {
        try {
            return Base64.getDecoder().decode(auth.strip());
        } catch (IllegalArgumentException e) {
            throw new MalformedException(place + ".auth is not valid base64");
        }
    }

    private static String text(JsonNode entry, String field, String place) {
        JsonNode value = entry.path(field);
        if (!value.isMissingNode() && !value.isNull() && !value.isTextual()) {
            throw new MalformedException("%s.%s is not a text".formatted(place, field));
        }
        return value.asText("");
    }

    private static String shown(String key) {
        return "\"" + Redaction.clean(key) + "\"";
    }
}
