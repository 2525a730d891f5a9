package dev.imagemirror.registry.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// An answer. Its `Content-Length` is that of the payload unless a header says otherwise.
///
/// @param headers in their order, names may repeat
public record TestAnswer(int status, List<Map.Entry<String, String>> headers, Payload payload) {
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}");

    public TestAnswer {
        headers = List.copyOf(headers);
    }

    public static TestAnswer of(int status) {
        return new TestAnswer(status, List.of(), Payload.EMPTY);
    }

    public static TestAnswer text(int status, String contentType, String body) {
        return of(status).with("Content-Type", contentType).with(Payload.of(body.getBytes(StandardCharsets.UTF_8)));
    }

    /// An error as the distribution specification wants it.
    public static TestAnswer error(int status, String code, String message) {
        return errors(status, code, List.of(message));
    }

    /// No such address at all: what a web server says where no registry does.
    static TestAnswer unknownAddress() {
        return text(404, "text/plain; charset=utf-8", "404 page not found\n");
    }

    static TestAnswer wrongMethod() {
        return text(405, "text/plain; charset=utf-8", "Method Not Allowed\n");
    }

    /// Several errors of one code.
    static TestAnswer errors(int status, String code, List<String> messages) {
        return text(
                status,
                "application/json",
                messages.stream()
                        .map(message -> "{\"code\":\"%s\",\"message\":\"%s\"}".formatted(code, message))
                        .collect(Collectors.joining(",", "{\"errors\":[", "]}\n")));
    }

    /// Whether this is a digest of an algorithm that registries know.
    static boolean isDigest(String text) {
        return DIGEST.matcher(text).matches();
    }

    public TestAnswer with(String name, String value) {
        List<Map.Entry<String, String>> changed = new ArrayList<>(headers);
        changed.add(Map.entry(name, value));
        return new TestAnswer(status, changed, payload);
    }

    /// Without any header of this name.
    public TestAnswer without(String name) {
        return new TestAnswer(
                status,
                headers.stream()
                        .filter(header -> !header.getKey().equalsIgnoreCase(name))
                        .toList(),
                payload);
    }

    public TestAnswer with(int otherStatus) {
        return new TestAnswer(otherStatus, headers, payload);
    }

    public TestAnswer with(Payload content) {
        return new TestAnswer(status, headers, content);
    }

    /// In a chunk, its length not announced (RFC 9112, section 7.1): so do registries in Go with all but short answers.
    public TestAnswer chunked() {
        return with("Transfer-Encoding", "chunked").with(new ChunkedPayload(payload));
    }

    boolean has(String name) {
        return headers.stream()
                .anyMatch(header -> header.getKey().toLowerCase(Locale.ROOT).equals(name));
    }

    private record ChunkedPayload(Payload content) implements Payload {
        private static final String END = "\r\n0\r\n\r\n";

        @Override
        public long length() {
            return beginning().length() + content.length() + END.length();
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(beginning().getBytes(StandardCharsets.ISO_8859_1));
            content.writeTo(out);
            out.write(END.getBytes(StandardCharsets.ISO_8859_1));
        }

        private String beginning() {
            return Long.toHexString(content.length()) + "\r\n";
        }
    }
}
