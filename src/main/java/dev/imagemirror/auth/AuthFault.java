package dev.imagemirror.auth;

/// Why a request could not be authorised.
public enum AuthFault {
    /// The token endpoint, or Basic on `/v2/`, answered 401: the credential itself is refused, or one is needed.
    REFUSED,
    /// The token endpoint grants this credential no token for this scope.
    DENIED,
    /// The registry wants what this program cannot do.
    UNSUPPORTED,
    /// The token realm lies where no credential may be sent.
    REALM_REFUSED,
    /// The token endpoint failed; status and headers of its answer say how.
    FAILED
}
