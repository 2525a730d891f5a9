package dev.imagemirror.content;

/// The kinds of failure that lead to different behaviour; the resource layer gives each its public reason.
public enum FailureKind {
    /// No connection, or it broke, or the server answered 5xx.
    UNREACHABLE(true),
    /// The server went silent, or too slow, or the time for one image is up.
    TIMEOUT(true),
    /// Too many requests, or a quota of requests is used up.
    RATE_LIMITED(true),
    /// Content does not have the digest or the length that was announced.
    DIGEST_MISMATCH(true),
    /// Somebody else wrote the tag meanwhile.
    TARGET_MOVED(true),
    /// A fault of this program.
    INTERNAL(true),
    /// The Secret that should hold the credential does not exist.
    SECRET_MISSING(false),
    /// The Secret is there, but no credential can be read from it.
    SECRET_INVALID(false),
    /// A setting or permission of the administrator forbids it.
    POLICY_DENIED(false),
    /// The credential itself is refused.
    UNAUTHORIZED(false),
    /// The credential may not do this with that repository.
    DENIED(false),
    /// The server's certificate is not trusted, or no common protocol.
    TLS_FAILED(false),
    /// The network policy forbids the address, the scheme or the redirect.
    ADDRESS_REFUSED(false),
    /// The repository, manifest or blob does not exist.
    NOT_FOUND(false),
    /// No tag is chosen by the rules.
    NOTHING_SELECTED(false),
    /// An index has none of the platforms that are wanted.
    NO_MATCHING_PLATFORM(false),
    /// A manifest that cannot be mirrored.
    UNSUPPORTED_MANIFEST(false),
    /// A named limit of ours was exceeded.
    LIMIT_EXCEEDED(false),
    /// What answers there does not speak the distribution protocol.
    NOT_A_REGISTRY(false),
    /// The registry refuses the content.
    PUSH_REJECTED(false),
    /// The registry has no room for it.
    QUOTA_EXCEEDED(false),
    /// The registry does not let this tag move.
    TAG_IMMUTABLE(false),
    /// Two sources want the same tag, or a source is its own target.
    CONFLICT(false),
    /// A name that no target accepts as a tag.
    INVALID_TAG(false),
    /// More tags are chosen than may be.
    TOO_MANY_TAGS(false),
    /// A tag that must not move has moved.
    IMMUTABLE_MOVED(false),
    /// More tags may be deleted than a run deletes unasked.
    PRUNE_REFUSED(false),
    /// The registry does not delete.
    PRUNE_UNSUPPORTED(false),
    /// The registry accepted a deletion and did not do it.
    PRUNE_INEFFECTIVE(false),
    /// The run was ended: by an edit, a suspension, a deletion or a lost lease.
    CANCELLED(false);

    private final boolean retryable;

    FailureKind(boolean retryable) {
        this.retryable = retryable;
    }

    /// Whether the same request may succeed soon without anybody changing anything.
    public boolean isRetryable() {
        return retryable;
    }
}
