package dev.imagemirror.layout;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/// Where something happens, for failures.
///
/// @param name the folder or archive
record Place(Side side, String name) {
    ContentException failed(FailureKind kind, String operation, String detail) {
        return new ContentException(Failure.of(kind, side, name, operation, detail));
    }

    /// What the file system's refusal means.
    ContentException broken(String operation, IOException e) {
        return new ContentException(Failure.of(kind(e), side, name, operation, detail(e)), e);
    }

    private static FailureKind kind(IOException e) {
        return switch (e) {
            case ClosedByInterruptException interrupted -> FailureKind.CANCELLED;
            case FileLockInterruptionException interrupted -> FailureKind.CANCELLED;
            case BadLayoutException bad -> bad.kind();
            case NoSuchFileException missing -> FailureKind.NOT_FOUND;
            case AccessDeniedException denied -> FailureKind.DENIED;
            default -> ofWords(String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT));
        };
    }

    /// The runtime has no types for these answers of the operating system.
    private static FailureKind ofWords(String message) {
        if (message.contains("no space left") || message.contains("quota")) {
            return FailureKind.QUOTA_EXCEEDED;
        }
        return message.contains("read-only") ? FailureKind.DENIED : FailureKind.UNREACHABLE;
    }

    private static String detail(IOException e) {
        return switch (e) {
            case ClosedByInterruptException interrupted -> "cancelled";
            case FileLockInterruptionException interrupted -> "cancelled";
            case NoSuchFileException missing -> "there is no " + missing.getFile();
            case AccessDeniedException denied -> "no permission for " + denied.getFile();
            default -> String.valueOf(e.getMessage());
        };
    }
}
