package dev.imagemirror.auth;

/// A credential that is named somewhere cannot be had. The message says which, why and what to do, and holds no secret.
public final class CredentialException extends RuntimeException {
    public CredentialException(String message) {
        super(message);
    }
}
