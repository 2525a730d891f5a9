package dev.imagemirror.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirror.http.Headers;
import dev.imagemirror.http.Redaction;
import dev.imagemirror.http.Response;
import dev.imagemirror.oci.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// An answer that is an error, in whatever shape it came: the `errors` of the distribution specification ("Error
/// Codes"), other JSON, text, a page of HTML, or nothing.
///
/// @param codes in upper case, as the registry sent them
/// @param digests all that stand in it, wherever: what `detail` looks like, no two registries agree on
/// @param text what the registry said, cleaned and cut; may be empty
record ErrorAnswer(int status, Headers headers, List<String> codes, Set<Digest> digests, String text) {
    private static final int MAX_BODY = 64 * 1024;
    private static final int MAX_ERRORS = 8;
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}");

    ErrorAnswer {
        codes = List.copyOf(codes);
        digests = Set.copyOf(digests);
    }

    static ErrorAnswer read(Response response) {
        byte[] body = response.readStart(MAX_BODY);
        String text = new String(body, StandardCharsets.UTF_8).strip();
        if (text.startsWith("<")) {
            return new ErrorAnswer(response.status(), response.headers(), List.of(), Set.of(), "a page of HTML");
        }
        return text.startsWith("{") ? json(response, body, text) : plain(response, text);
    }

    /// Whether the registry's words hold one of these, in lower case.
    boolean says(String... words) {
        String lower = text.toLowerCase(Locale.ROOT);
        return List.of(words).stream().anyMatch(lower::contains);
    }

    boolean hasCode(String... wanted) {
        return codes.stream().anyMatch(List.of(wanted)::contains);
    }

    /// `HTTP 403: DENIED: requested access to the resource is denied`.
    String detail() {
        return text.isEmpty() ? "HTTP " + status : "HTTP %d: %s".formatted(status, text);
    }

    private static ErrorAnswer json(Response response, byte[] body, String text) {
        try {
            JsonNode document = Json.MAPPER.readTree(body);
            List<String> codes = new ArrayList<>();
            List<String> messages = new ArrayList<>();
            for (JsonNode error : document.path("errors")) {
                if (codes.size() < MAX_ERRORS) {
                    codes.add(error.path("code").asText("").toUpperCase(Locale.ROOT));
                    messages.add(sentence(error));
                }
            }
            return new ErrorAnswer(
                    response.status(),
                    response.headers(),
                    codes,
                    digests(text),
                    Redaction.clean(messages.isEmpty() ? other(document) : joined(messages)));
        } catch (IOException e) {
            return plain(response, text);
        }
    }

    private static ErrorAnswer plain(Response response, String text) {
        return new ErrorAnswer(response.status(), response.headers(), List.of(), digests(text), Redaction.clean(text));
    }

    private static Set<Digest> digests(String text) {
        return DIGEST.matcher(text)
                .results()
                .map(match -> Digest.parse(match.group()))
                .collect(Collectors.toSet());
    }

    private static String sentence(JsonNode error) {
        String code = error.path("code").asText("");
        String message = error.path("message").asText("");
        String detail = error.path("detail").isTextual() ? error.path("detail").asText() : "";
        return List.of(code, message, detail).stream()
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining(": "));
    }

    /// Registries that are not quite such put their words elsewhere.
    private static String other(JsonNode document) {
        return List.of("message", "error", "detail", "reason").stream()
                .map(name -> document.path(name))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .findFirst()
                .orElse("");
    }

    private static String joined(List<String> messages) {
        return String.join("; ", messages);
    }
}
