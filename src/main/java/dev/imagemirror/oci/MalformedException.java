package dev.imagemirror.oci;

/// Text or bytes that cannot be understood. The message quotes what was read, names the place and says what would do.
public final class MalformedException extends IllegalArgumentException {
    public MalformedException(String message) {
        super(message);
    }

    public MalformedException(String message, Throwable cause) {
        super(message, cause);
    }
}
