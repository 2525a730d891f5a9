package dev.imagemirror.api;

/// Why something is as it is: a closed list, and a part of the contract with users. The constants are written as they
/// stand in the resource. [#followUp] says what happens next.
public enum Reason {
    /// The last run left every selected tag Present, or excused.
    Succeeded(FollowUp.INTERVAL),
    /// The last run only planned.
    DryRun(FollowUp.INTERVAL),

    /// A generation is under way that no finished run has covered.
    Progressing(FollowUp.NONE),
    /// A retry after a failure is under way.
    ProgressingWithRetry(FollowUp.NONE),
    /// `spec.suspend` is set.
    Suspended(FollowUp.NONE),

    /// The specification has a mistake that the API server could not see.
    InvalidSpec(FollowUp.EDIT),
    /// Two sources or mirrors write the same target tag, or a chain of mirrors closes.
    TargetConflict(FollowUp.EDIT),

    /// A Secret that the specification names is not there.
    SecretNotFound(FollowUp.PERSON),
    /// A Secret is of the wrong type or does not parse.
    InvalidSecret(FollowUp.PERSON),
    /// A registry refuses the credential itself.
    Unauthorized(FollowUp.PERSON),
    /// A registry accepts the credential, but not for this repository.
    Denied(FollowUp.PERSON),
    /// The certificate of a host is not trusted, or not for this host.
    TLSFailed(FollowUp.PERSON),
    /// The operator's settings do not allow the address of a host.
    AddressRefused(FollowUp.PERSON),
    /// The operator's settings or permissions do not allow this: plain HTTP, or reading a Secret.
    PolicyDenied(FollowUp.PERSON),

    /// The source has no such repository or tag.
    SourceNotFound(FollowUp.INTERVAL),
    /// The target wants repositories to be created before the first push.
    TargetRepositoryMissing(FollowUp.INTERVAL),
    /// The rules choose none of the listed tags.
    NothingSelected(FollowUp.INTERVAL),
    /// A multi-platform image has none of the platforms that are wanted.
    NoMatchingPlatform(FollowUp.INTERVAL),
    /// A tag would get a name that no target accepts.
    InvalidTag(FollowUp.INTERVAL),
    /// A source chooses more tags than `spec.maxTags`; new ones beyond it are left out.
    TooManyTags(FollowUp.INTERVAL),
    /// An immutable tag was found to have moved; it is left alone.
    ImmutableTagMoved(FollowUp.INTERVAL),
    /// The manifest is of a kind that cannot be copied, such as schema 1.
    UnsupportedManifest(FollowUp.INTERVAL),
    /// An answer is larger than anything sensible of its kind.
    LimitExceeded(FollowUp.INTERVAL),
    /// The host answers, but not as a registry does.
    NotARegistry(FollowUp.INTERVAL),
    /// The target refuses to move a tag.
    TagImmutable(FollowUp.INTERVAL),
    /// The target refuses what was pushed.
    PushRejected(FollowUp.INTERVAL),
    /// The target has no room left for this project or account.
    QuotaExceeded(FollowUp.INTERVAL),
    /// More tags may be deleted than `spec.prune.maxDeletes`; none is until the plan is approved.
    PruneRefused(FollowUp.INTERVAL),
    /// The target does not delete tags.
    PruneUnsupported(FollowUp.INTERVAL),
    /// The target accepted a deletion, and what should be gone is still there.
    PruneIneffective(FollowUp.INTERVAL),

    /// The source does not answer, or with 5xx.
    SourceUnreachable(FollowUp.RETRY),
    /// The target does not answer, or with 5xx.
    TargetUnreachable(FollowUp.RETRY),
    /// A registry asks for patience.
    RateLimited(FollowUp.RETRY),
    /// Bytes do not have the digest or length that was promised.
    DigestMismatch(FollowUp.RETRY),
    /// Somebody else wrote the target tag meanwhile.
    TargetMoved(FollowUp.RETRY),
    /// One image took longer than `spec.imageTimeout`, or a transfer stalled.
    Timeout(FollowUp.RETRY),
    /// A fault of the operator itself.
    InternalError(FollowUp.RETRY),

    /// Tags failed for different reasons; each tag has its own.
    SomeTagsFailed(FollowUp.NONE),
    /// Nothing failed, but tags are still to be written.
    OutOfSync(FollowUp.NONE),
    /// The tag lists do not fit the byte budget of the status.
    StatusTooLarge(FollowUp.NONE);

    private final FollowUp followUp;

    Reason(FollowUp followUp) {
        this.followUp = followUp;
    }

    public FollowUp followUp() {
        return followUp;
    }

    /// What follows from a reason.
    public enum FollowUp {
        /// The next run by the interval.
        INTERVAL,
        /// A person must act: Secrets are read again every minute, and the same refused credential is not tried again
        /// before the interval.
        PERSON,
        /// Nothing until the specification is edited.
        EDIT,
        /// A retry after 30 seconds, doubling to 15 minutes, or when the registry says.
        RETRY,
        /// Nothing of its own: the reasons of the tags and sources decide.
        NONE
    }
}
