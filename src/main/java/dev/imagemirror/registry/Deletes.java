package dev.imagemirror.registry;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Deletion;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.http.Method;
import dev.imagemirror.http.Request;
import dev.imagemirror.http.Response;
import dev.imagemirror.oci.Reference;
import dev.imagemirror.oci.Tag;
import java.util.List;
import java.util.Set;

/// Deletes manifests and tags (distribution specification, "Deleting Manifests", "Deleting tags"). A tag is deleted by
/// its name and in no other way: by digest every tag of that digest would go. Safe for use by many threads.
final class Deletes {
    private static final Set<Integer> ACCEPTED = Set.of(200, 202, 204);
    private static final Set<Integer> REFUSED = Set.of(400, 404, 405, 501);
    private static final String[] GONE = {"MANIFEST_UNKNOWN", "NAME_UNKNOWN", "TAG_UNKNOWN"};
    /// Deletion works here, but not of this: an index, or a tag, still refers to it (Google, zot).
    private static final String[] HELD = {
        "GOOGLE_MANIFEST_DANGLING_TAG", "GOOGLE_MANIFEST_DANGLING_PARENT_IMAGE", "DENIED"
    };

    private final Endpoint endpoint;
    private final Habits habits;

    Deletes(Endpoint endpoint) {
        this.endpoint = endpoint;
        this.habits = endpoint.habits();
    }

    /// @throws ContentException `DENIED` when no token can be had that allows it
    Deletion delete(Reference reference) {
        List<DeleteScope> scopes = habits.deleteScope().first();
        for (int i = 0; ; i++) {
            DeleteScope scope = scopes.get(i);
            try {
                Deletion deletion = delete(reference, endpoint.asking(scope.of(endpoint.repository())));
                habits.remember(scope);
                return deletion;
            } catch (ContentException e) {
                if (i == scopes.size() - 1 || e.failure().kind() != FailureKind.DENIED) {
                    throw e;
                }
            }
        }
    }

    private Deletion delete(Reference reference, Endpoint asked) {
        String operation = "delete " + reference;
        try (Response response = asked.send(operation, Method.DELETE, asked.manifest(reference))) {
            if (ACCEPTED.contains(response.status())) {
                response.discard();
                return isGone(reference, asked) ? Deletion.DONE : Deletion.INEFFECTIVE;
            }
            if (!REFUSED.contains(response.status())) {
                throw asked.refused(operation, action(reference), response);
            }
            return meaning(asked.error(operation, response), operation);
        }
    }

    private Deletion meaning(ErrorAnswer answer, String operation) {
        if (answer.hasCode(GONE)) {
            return Deletion.ABSENT;
        }
        if (answer.hasCode(HELD)) {
            throw endpoint.failed(FailureKind.PUSH_REJECTED, operation, answer.detail());
        }
        return Deletion.UNSUPPORTED;
    }

    private static boolean isGone(Reference reference, Endpoint asked) {
        Request request = Request.of(Method.HEAD, asked.manifest(reference)).with("Accept", Manifests.ACCEPT);
        try (Response response = asked.send("look up " + reference, request)) {
            return response.status() == 404;
        }
    }

    private static Action action(Reference reference) {
        return reference instanceof Tag ? Action.WRITE_TAG : Action.WRITE_MANIFEST;
    }
}
