package dev.imagemirror.layout;

import dev.imagemirror.content.FailureKind;
import java.io.IOException;

/// What is there is no image layout, or one that breaks a rule or a bound. An `IOException`, since it comes up where
/// files are read.
final class BadLayoutException extends IOException {
    private static final int MAX_MESSAGE = 512;

    private final FailureKind kind;

    private BadLayoutException(FailureKind kind, String message) {
        super(fit(message));
        this.kind = kind;
    }

    static BadLayoutException noLayout(String message) {
        return new BadLayoutException(FailureKind.NOT_A_REGISTRY, message);
    }

    static BadLayoutException tooMuch(String message) {
        return new BadLayoutException(FailureKind.LIMIT_EXCEEDED, message);
    }

    FailureKind kind() {
        return kind;
    }

    /// A message may quote an archive, and is shown on terminals.
    private static String fit(String message) {
        String start = message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "…";
        return start.replaceAll("\\p{Cc}", "\uFFFD");
    }
}
