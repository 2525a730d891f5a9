package dev.imagemirror.demo;

/// The mirror did not become what it should in time; the message shows its last status.
final class NotSettledException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    NotSettledException(String message) {
        super(message);
    }
}
