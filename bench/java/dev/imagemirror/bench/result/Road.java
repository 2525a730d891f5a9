package dev.imagemirror.bench.result;

/// What lies between a tool and the registries.
public enum Road {
    /// Loopback, plain HTTP, nobody asks who it is.
    DIRECT,
    /// A round trip of 50 ms to the source and 10 ms to the target.
    WAN,
    /// Both registries speak TLS.
    TLS,
    /// Both registries want a token for every request.
    TOKEN,
    /// The source answers 429 beyond 20 requests in a second.
    LIMITED;

    /// Of [#LIMITED].
    public static final int REQUESTS_PER_SECOND = 20;
}
