package dev.imagemirror.oci;

/// Text or bytes that cannot be understood. The message quotes what was read, names the place and says what would do;
/// it is one line of at most 1024 characters, whatever was read.
public final class MalformedException extends IllegalArgumentException {
    private static final int MAX_LENGTH = 1024;

    public MalformedException(String message) {
        super(fit(message));
    }

    public MalformedException(String message, Throwable cause) {
        super(fit(message), cause);
    }

    private static String fit(String message) {
        String start = message.length() <= MAX_LENGTH ? message : message.substring(0, MAX_LENGTH - 1) + "…";
        return start.replaceAll("\\p{Cc}", "\uFFFD");
    }
}
