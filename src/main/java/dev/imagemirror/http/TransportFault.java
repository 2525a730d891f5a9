package dev.imagemirror.http;

/// Why there is no answer.
public enum TransportFault {
    /// The name does not resolve, or no connection could be made, or it broke.
    UNREACHABLE(true),
    /// The server went silent, or no connection became free.
    TIMEOUT(true),
    /// No common protocol, or a certificate that is not trusted or not for this host.
    TLS_FAILED(false),
    /// The network policy forbids the address.
    ADDRESS_REFUSED(false),
    /// A named limit of ours was exceeded.
    LIMIT_EXCEEDED(false),
    /// The thread was interrupted.
    CANCELLED(false),
    /// What answered does not speak HTTP/1.1.
    NOT_HTTP(false),
    /// The stream that should have been sent failed; the cause is its `IOException`.
    BODY_FAILED(false);

    private final boolean retryable;

    TransportFault(boolean retryable) {
        this.retryable = retryable;
    }

    /// Whether the same request may succeed soon without anybody changing anything.
    public boolean isRetryable() {
        return retryable;
    }
}
