package dev.imagemirror.resource;

/// What comes of looking for a Secret.
public sealed interface SecretLookup {
    record Found(SecretContent content) implements SecretLookup {}

    record Missing() implements SecretLookup {}

    /// It may not be read.
    ///
    /// @param cause with the cure, as a sentence that follows the name of the Secret and a colon
    record Forbidden(String cause) implements SecretLookup {}
}
