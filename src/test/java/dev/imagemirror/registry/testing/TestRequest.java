package dev.imagemirror.registry.testing;

import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A request as it arrived.
///
/// @param target path and query, byte for byte
/// @param headers by their names in lower case
/// @param body what is still to be read of it; only for the handler
public record TestRequest(String method, String target, Map<String, String> headers, InputStream body) {
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    public RequestKind kind() {
        return RequestKind.of(method, path());
    }

    /// The first value of a parameter of the query.
    public Optional<String> parameter(String name) {
        return parameters(name).stream().findFirst();
    }

    /// All values of a parameter of the query.
    public List<String> parameters(String name) {
        int query = target.indexOf('?');
        return query < 0 ? List.of() : form(target.substring(query + 1), name);
    }

    static List<String> form(String text, String name) {
        List<String> values = new ArrayList<>();
        for (String part : text.split("&", -1)) {
            if (part.startsWith(name + "=")) {
                values.add(URLDecoder.decode(part.substring(name.length() + 1), StandardCharsets.UTF_8));
            }
        }
        return values;
    }

    @Override
    public String toString() {
        return method + " " + target;
    }
}
