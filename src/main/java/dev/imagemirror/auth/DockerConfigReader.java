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
import java.util.Set;

/// Reads docker's configuration. No message and no cause holds a value of the document.
final class DockerConfigReader {
    private static final int MAX_DOCUMENT = 1024 * 1024;
    private static final Set<String> MODERN = Set.of("auths", "credsStore", "credHelpers", "HttpHeaders");
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build());

    private DockerConfigReader() {}

    static DockerConfig read(byte[] bytes) {
        JsonNode document = document(bytes);
        boolean modern = MODERN.stream().anyMatch(document::has);
        JsonNode auths = modern ? document.path("auths") : document;
        if (!auths.isObject() && !auths.isMissingNode() && !auths.isNull()) {
            throw new MalformedException("auths is not an object of hosts");
        }
        List<DockerConfig.Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> auth : auths.properties()) {
            String place = modern ? "auths[%s]".formatted(shown(auth.getKey())) : shown(auth.getKey());
            credential(auth.getValue(), place)
                    .ifPresent(
                            found -> entries.add(new DockerConfig.Entry(DockerConfigKey.parse(auth.getKey()), found)));
        }
        return new DockerConfig(entries, helpers(document));
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

    private static List<String> helpers(JsonNode document) {
        List<String> found = new ArrayList<>();
        if (!document.path("credsStore").asText("").isEmpty()) {
            found.add("credsStore");
        }
        document.path("credHelpers")
                .properties()
                .forEach(helper -> found.add("credHelpers[%s]".formatted(shown(helper.getKey()))));
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
                    ? pair(text(entry, "username", place), text(entry, "password", place))
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
        return pair(pair.substring(0, colon), pair.substring(colon + 1).replaceFirst("\0+$", ""));
    }

    private static byte[] bytes(String auth, String place) {
        try {
            return Base64.getDecoder().decode(auth.strip());
        } catch (IllegalArgumentException e) {
            throw new MalformedException(place + ".auth is not valid base64");
        }
    }

    private static Optional<Credential> pair(String username, String password) {
        if (username.isEmpty() && password.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                username.equals(Authorization.TOKEN_USER)
                        ? new Credential.IdentityToken(password)
                        : new Credential.Basic(username, password));
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
