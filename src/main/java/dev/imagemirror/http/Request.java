package dev.imagemirror.http;

import java.net.URI;

/// One request. The address is sent byte for byte as it is written, since signed addresses break otherwise.
///
/// @param uri absolute, `http` or `https`, with a host
public record Request(Method method, URI uri, Headers headers, Body body) {
    public Request {
        if (uri.getHost() == null || !("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
            throw new IllegalArgumentException("not an http or https address: " + Redaction.url(uri));
        }
    }

    public static Request of(Method method, URI uri) {
        return new Request(method, uri, Headers.NONE, Body.NONE);
    }

    /// This request with one value for this header.
    public Request with(String name, String value) {
        return new Request(method, uri, headers.with(name, value), body);
    }

    /// This request without this header.
    public Request without(String name) {
        return new Request(method, uri, headers.without(name), body);
    }

    /// This request sent elsewhere.
    public Request to(URI other) {
        return new Request(method, other, headers, body);
    }

    /// This request with a body.
    public Request carrying(Body content) {
        return new Request(method, uri, headers, content);
    }

    @Override
    public String toString() {
        return method + " " + Redaction.url(uri);
    }
}
