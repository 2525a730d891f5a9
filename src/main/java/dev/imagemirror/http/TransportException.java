package dev.imagemirror.http;

import org.jspecify.annotations.Nullable;

/// There is no answer, or it broke. Messages hold no secret, query string or control character.
public final class TransportException extends RuntimeException {
    private final TransportFault fault;
    private final String host;
    private final String detail;

    /// @param host the authority that was asked
    /// @param detail the cause in a few words, without the host
    public TransportException(TransportFault fault, String host, String detail) {
        this(fault, host, detail, null);
    }

    public TransportException(TransportFault fault, String host, String detail, @Nullable Throwable cause) {
        super(host + ": " + detail, cause);
        this.fault = fault;
        this.host = host;
        this.detail = detail;
    }

    @Override
    public String getMessage() {
        return host + ": " + detail;
    }

    public TransportFault fault() {
        return fault;
    }

    public String host() {
        return host;
    }

    public String detail() {
        return detail;
    }

    public boolean isRetryable() {
        return fault.isRetryable();
    }
}
