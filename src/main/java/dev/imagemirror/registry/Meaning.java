package dev.imagemirror.registry;

import dev.imagemirror.content.FailureKind;

/// What the status of an error answer means, with the words of real registries where the status alone does not say:
/// quota and read-only as 403 (Harbor), a full disk as 500 (distribution), immutable tags as 400, 409 and 412 (ECR,
/// Harbor, zot), uploads that a registry lost as 404.
final class Meaning {
    private Meaning() {}

    static FailureKind of(ErrorAnswer answer, Action action) {
        return switch (answer.status()) {
            case 401 -> FailureKind.DENIED;
            case 403 -> forbidden(answer, action);
            case 404 -> lostUpload(answer, action) ? FailureKind.UNREACHABLE : FailureKind.NOT_FOUND;
            case 408, 425, 499 -> FailureKind.UNREACHABLE;
            case 409, 412 -> conflict(answer, action);
            case 413 -> FailureKind.LIMIT_EXCEEDED;
            case 429 -> FailureKind.RATE_LIMITED;
            case 507 -> FailureKind.QUOTA_EXCEEDED;
            default -> other(answer, action);
        };
    }

    static FailureKind ofTokenEndpoint(int status) {
        if (status == 429) {
            return FailureKind.RATE_LIMITED;
        }
        return status >= 500 || status == 408 ? FailureKind.UNREACHABLE : FailureKind.NOT_A_REGISTRY;
    }

    private static FailureKind forbidden(ErrorAnswer answer, Action action) {
        if (answer.hasCode("TOOMANYREQUESTS")) {
            return FailureKind.RATE_LIMITED;
        }
        if (action.isWrite() && answer.says("quota", "storage limit", "exceed")) {
            return FailureKind.QUOTA_EXCEEDED;
        }
        return action.isWrite() && answer.says("read-only", "read only", "readonly")
                ? FailureKind.PUSH_REJECTED
                : FailureKind.DENIED;
    }

    private static FailureKind conflict(ErrorAnswer answer, Action action) {
        return switch (action) {
            case READ -> FailureKind.DENIED;
            case WRITE_BLOB -> lostUpload(answer, action) ? FailureKind.UNREACHABLE : FailureKind.PUSH_REJECTED;
            case WRITE_MANIFEST -> isImmutable(answer) ? FailureKind.TAG_IMMUTABLE : FailureKind.PUSH_REJECTED;
            case WRITE_TAG -> FailureKind.TAG_IMMUTABLE;
        };
    }

    private static FailureKind other(ErrorAnswer answer, Action action) {
        if (answer.hasCode("TOOMANYREQUESTS")) {
            return FailureKind.RATE_LIMITED;
        }
        if (answer.status() >= 500 && answer.status() != 501 && answer.status() != 505) {
            boolean full = action.isWrite() && answer.says("no space left on device", "disk quota exceeded");
            return full ? FailureKind.QUOTA_EXCEEDED : FailureKind.UNREACHABLE;
        }
        if (answer.status() < 400 || !action.isWrite()) {
            return answer.hasCode("NAME_INVALID", "NAME_UNKNOWN") ? FailureKind.NOT_FOUND : FailureKind.NOT_A_REGISTRY;
        }
        return rejected(answer, action);
    }

    private static FailureKind rejected(ErrorAnswer answer, Action action) {
        if (isImmutable(answer)) {
            return FailureKind.TAG_IMMUTABLE;
        }
        if (answer.hasCode("DIGEST_INVALID", "SIZE_INVALID")) {
            return FailureKind.DIGEST_MISMATCH;
        }
        if (answer.hasCode("NAME_UNKNOWN")) {
            return FailureKind.NOT_FOUND;
        }
        return lostUpload(answer, action) || answer.status() == 416
                ? FailureKind.UNREACHABLE
                : FailureKind.PUSH_REJECTED;
    }

    /// A new upload may well succeed.
    private static boolean lostUpload(ErrorAnswer answer, Action action) {
        return action == Action.WRITE_BLOB && answer.hasCode("BLOB_UPLOAD_UNKNOWN", "BLOB_UPLOAD_INVALID");
    }

    private static boolean isImmutable(ErrorAnswer answer) {
        return answer.hasCode("TAG_ALREADY_EXISTS", "IMAGETAGALREADYEXISTSEXCEPTION")
                || answer.says("immutable", "cannot be overwritten", "already exists");
    }
}
