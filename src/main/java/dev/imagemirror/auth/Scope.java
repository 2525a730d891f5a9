package dev.imagemirror.auth;

import dev.imagemirror.oci.Repository;

/// What a token is asked for, in the words of the token specification: `repository:library/alpine:pull`.
public record Scope(String text) {
    /// Reading from a repository.
    public static Scope pull(Repository repository) {
        return new Scope("repository:%s:pull".formatted(repository.path()));
    }

    /// Reading from a repository and writing to it.
    public static Scope push(Repository repository) {
        return new Scope("repository:%s:pull,push".formatted(repository.path()));
    }

    @Override
    public String toString() {
        return text;
    }
}
