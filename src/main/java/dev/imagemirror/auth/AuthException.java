package dev.imagemirror.auth;

import dev.imagemirror.http.Headers;

/// A request could not be authorised. The message holds no secret.
public final class AuthException extends RuntimeException {
    private final AuthFault fault;
    private final String message;
    private final int status;
    private final transient Headers headers;

    AuthException(AuthFault fault, String message) {
        this(fault, message, 0, Headers.NONE);
    }

    AuthException(AuthFault fault, String message, int status, Headers headers) {
        super(message);
        this.message = message;
        this.fault = fault;
        this.status = status;
        this.headers = headers;
    }

    @Override
    public String getMessage() {
        return message;
    }

    public AuthFault fault() {
        return fault;
    }

    /// The status that the token endpoint answered with, 0 when it was not asked.
    public int status() {
        return status;
    }

    /// The headers of that answer.
    public Headers headers() {
        return headers;
    }
}
