package dev.imagemirror.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.api.Reason;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailureReasonTest {
    @ParameterizedTest
    @CsvSource({
        "UNREACHABLE, SourceUnreachable, TargetUnreachable",
        "TIMEOUT, Timeout, Timeout",
        "RATE_LIMITED, RateLimited, RateLimited",
        "DIGEST_MISMATCH, DigestMismatch, DigestMismatch",
        "TARGET_MOVED, TargetMoved, TargetMoved",
        "INTERNAL, InternalError, InternalError",
        "SECRET_MISSING, SecretNotFound, SecretNotFound",
        "SECRET_INVALID, InvalidSecret, InvalidSecret",
        "POLICY_DENIED, PolicyDenied, PolicyDenied",
        "UNAUTHORIZED, Unauthorized, Unauthorized",
        "DENIED, Denied, Denied",
        "TLS_FAILED, TLSFailed, TLSFailed",
        "ADDRESS_REFUSED, AddressRefused, AddressRefused",
        "NOT_FOUND, SourceNotFound, TargetRepositoryMissing",
        "NOTHING_SELECTED, NothingSelected, NothingSelected",
        "NO_MATCHING_PLATFORM, NoMatchingPlatform, NoMatchingPlatform",
        "UNSUPPORTED_MANIFEST, UnsupportedManifest, UnsupportedManifest",
        "LIMIT_EXCEEDED, LimitExceeded, LimitExceeded",
        "NOT_A_REGISTRY, NotARegistry, NotARegistry",
        "PUSH_REJECTED, PushRejected, PushRejected",
        "QUOTA_EXCEEDED, QuotaExceeded, QuotaExceeded",
        "TAG_IMMUTABLE, TagImmutable, TagImmutable",
        "CONFLICT, TargetConflict, TargetConflict",
        "CANCELLED, InternalError, InternalError",
    })
    void everyKindHasItsReason(FailureKind kind, Reason source, Reason target) {
        assertThat(FailureReason.of(failure(kind, Side.SOURCE, "x"))).isEqualTo(source);
        assertThat(FailureReason.of(failure(kind, Side.TARGET, "x"))).isEqualTo(target);
    }

    /// What api.md says about a reason and what the engine does about its kind must be the same.
    @ParameterizedTest
    @EnumSource(value = FailureKind.class, names = "CANCELLED", mode = EnumSource.Mode.EXCLUDE)
    void whatIsRetriedIsWhatTheReasonPromises(FailureKind kind) {
        for (Side side : Side.values()) {
            Reason reason = FailureReason.of(failure(kind, side, "x"));
            assertThat(reason.followUp() == Reason.FollowUp.RETRY)
                    .as(reason.name())
                    .isEqualTo(kind.isRetryable());
        }
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void aMessageSaysSideAndPlaceAndIsShort(FailureKind kind) {
        for (Side side : Side.values()) {
            assertThat(FailureReason.message(failure(kind, side, "the cause")))
                    .startsWith(side + " quay.io/app: could not push: the cause");
            assertThat(FailureReason.message(failure(kind, side, "x".repeat(5_000))))
                    .hasSize(1_024)
                    .endsWith("…");
        }
    }

    @Test
    void aMessageSaysWhatToDo() {
        assertThat(FailureReason.message(failure(FailureKind.UNAUTHORIZED, Side.TARGET, "401")))
                .endsWith("correct user and password in the Secret of target.secretRef, or in imagePullSecrets");
        assertThat(FailureReason.message(failure(FailureKind.DENIED, Side.SOURCE, "403")))
                .contains("registries[]", "pull", "a repository or project that does not exist");
    }

    private static Failure failure(FailureKind kind, Side side, String detail) {
        return Failure.of(kind, side, "quay.io/app", "push", detail);
    }
}
