package dev.imagemirror.resource;

import dev.imagemirror.api.Reason;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/// Gives a failure the reason that users script against, and the message that tells a person what to do.
public final class FailureReason {
    private static final int MAX_MESSAGE = 1_024;

    private FailureReason() {}

    public static Reason of(Failure failure) {
        return of(failure.kind(), failure.side());
    }

    /// Every reason that a failure can have.
    public static Set<Reason> all() {
        return Arrays.stream(FailureKind.values())
                .flatMap(kind -> Arrays.stream(Side.values()).map(side -> of(kind, side)))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Reason.class)));
    }

    private static Reason of(FailureKind kind, Side side) {
        boolean source = side == Side.SOURCE;
        return switch (kind) {
            case UNREACHABLE -> source ? Reason.SourceUnreachable : Reason.TargetUnreachable;
            case NOT_FOUND -> source ? Reason.SourceNotFound : Reason.TargetRepositoryMissing;
            case TIMEOUT -> Reason.Timeout;
            case RATE_LIMITED -> Reason.RateLimited;
            case DIGEST_MISMATCH -> Reason.DigestMismatch;
            case TARGET_MOVED -> Reason.TargetMoved;
            case INTERNAL, CANCELLED -> Reason.InternalError;
            case SECRET_MISSING -> Reason.SecretNotFound;
            case SECRET_INVALID -> Reason.InvalidSecret;
            case POLICY_DENIED -> Reason.PolicyDenied;
            case UNAUTHORIZED -> Reason.Unauthorized;
            case DENIED -> Reason.Denied;
            case TLS_FAILED -> Reason.TLSFailed;
            case ADDRESS_REFUSED -> Reason.AddressRefused;
            case NOTHING_SELECTED -> Reason.NothingSelected;
            case NO_MATCHING_PLATFORM -> Reason.NoMatchingPlatform;
            case UNSUPPORTED_MANIFEST -> Reason.UnsupportedManifest;
            case LIMIT_EXCEEDED -> Reason.LimitExceeded;
            case NOT_A_REGISTRY -> Reason.NotARegistry;
            case PUSH_REJECTED -> Reason.PushRejected;
            case QUOTA_EXCEEDED -> Reason.QuotaExceeded;
            case TAG_IMMUTABLE -> Reason.TagImmutable;
            case CONFLICT -> Reason.TargetConflict;
            case INVALID_TAG -> Reason.InvalidTag;
            case TOO_MANY_TAGS -> Reason.TooManyTags;
            case IMMUTABLE_MOVED -> Reason.ImmutableTagMoved;
            case PRUNE_REFUSED -> Reason.PruneRefused;
            case PRUNE_UNSUPPORTED -> Reason.PruneUnsupported;
            case PRUNE_INEFFECTIVE -> Reason.PruneIneffective;
        };
    }

    /// Side, object, cause and cure, at most 1,024 characters.
    public static String message(Failure failure) {
        String cure = cure(failure);
        String message = cure.isEmpty() ? failure.toString() : failure + "; " + cure;
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE - 1) + "…";
    }

    /// What to do, where the detail does not say it yet.
    private static String cure(Failure failure) {
        boolean source = failure.side() == Side.SOURCE;
        String secret = source ? "the Secret of registries[] for this host" : "the Secret of target.secretRef";
        return switch (failure.kind()) {
            case UNREACHABLE -> "it is tried again; check the host, its name and the network";
            case TIMEOUT -> "it is tried again";
            case RATE_LIMITED -> "it waits and tries again; a credential or a longer interval helps";
            case DIGEST_MISMATCH ->
                "nothing was written, it is tried again; if it stays, the " + failure.side()
                        + " registry's storage is damaged";
            case UNAUTHORIZED -> "correct user and password in " + secret + ", or in imagePullSecrets";
            case DENIED ->
                "let %s %s this repository; a registry may say this of a repository or project that does not exist, too"
                        .formatted(secret, source ? "pull from" : "push to");
            case TLS_FAILED ->
                "the certificate must be valid for this host and signed by a known authority, or by one in certSecretRef";
            case ADDRESS_REFUSED -> "the operator's network settings forbid this address";
            case PUSH_REJECTED -> "look at the registry's own rules and log";
            case QUOTA_EXCEEDED -> "free space there, or raise the quota";
            case TAG_IMMUTABLE -> "the registry does not let this tag move; allow it there, or leave the tag out";
            case NOT_A_REGISTRY -> "check host, port and protocol";
            case UNSUPPORTED_MANIFEST, LIMIT_EXCEEDED -> "leave the tag out, or have the image built anew";
            case NOT_FOUND -> source ? "" : "create the repository there, or let the credential create it";
            case PRUNE_REFUSED ->
                "look at the tags with action Delete, then approve that very plan by the annotation"
                        + " imagemirror.dev/approvePrune, or by --approve-prune of the command line";
            case PRUNE_UNSUPPORTED ->
                "enable deletion there (space is freed by the registry's own garbage collection), or set prune.policy to"
                        + " Report; it is asked again after 24h, after a restart or on request";
            case PRUNE_INEFFECTIVE ->
                "a replica, a proxy or a retention rule may hold it; it is asked again after 24h, after a restart or on"
                        + " request";
            case TARGET_MOVED,
                    INTERNAL,
                    CANCELLED,
                    SECRET_MISSING,
                    SECRET_INVALID,
                    POLICY_DENIED,
                    NOTHING_SELECTED,
                    NO_MATCHING_PLATFORM,
                    CONFLICT,
                    INVALID_TAG,
                    TOO_MANY_TAGS,
                    IMMUTABLE_MOVED -> "";
        };
    }
}
