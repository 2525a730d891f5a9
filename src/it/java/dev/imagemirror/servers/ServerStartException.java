package dev.imagemirror.servers;

/// A server did not become ready; the message ends with the last lines of its log.
public final class ServerStartException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    ServerStartException(String message) {
        super(message);
    }

    boolean isPortTaken() {
        String message = getMessage();
        return message != null && message.contains("address already in use");
    }
}
