package dev.imagemirror.registry;

import dev.imagemirror.auth.Scope;
import dev.imagemirror.oci.Repository;
import java.util.List;

/// What a token is asked for that shall allow a deletion. Registries disagree: distribution wants `delete`, Quay
/// refuses a token with it and wants `push`; both take `*`, which others do not know.
enum DeleteScope {
    ALL("*"),
    DELETE("pull,push,delete"),
    PUSH("pull,push");

    private final String actions;

    DeleteScope(String actions) {
        this.actions = actions;
    }

    Scope of(Repository repository) {
        return new Scope("repository:%s:%s".formatted(repository.path(), actions));
    }

    /// All of them, this one first.
    List<DeleteScope> first() {
        return switch (this) {
            case ALL -> List.of(ALL, DELETE, PUSH);
            case DELETE -> List.of(DELETE, ALL, PUSH);
            case PUSH -> List.of(PUSH, ALL, DELETE);
        };
    }
}
