package dev.imagemirror.http;

/// The request methods that the distribution protocol uses.
public enum Method {
    HEAD,
    GET,
    POST,
    PUT,
    PATCH,
    DELETE;

    /// Whether the method only reads, so that its redirects are followed and it may be repeated.
    public boolean isRead() {
        return this == HEAD || this == GET;
    }
}
