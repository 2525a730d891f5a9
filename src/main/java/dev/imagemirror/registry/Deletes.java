package dev.imagemirror.registry;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Deletion;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.http.Method;
import dev.imagemirror.http.Response;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.RawManifest;
import dev.imagemirror.oci.Reference;
import java.util.List;
import java.util.Optional;
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
    private final Manifests manifests;
    private final FallbackTag fallback;

    Deletes(Endpoint endpoint, Manifests manifests, FallbackTag fallback) {
        this.endpoint = endpoint;
        this.manifests = manifests;
        this.fallback = fallback;
    }

    /// @throws ContentException `DENIED` when no token can be had that allows it
    Deletion delete(Reference reference) {
        String operation = "delete " + reference;
        // With the manifest goes the knowledge of its subject, so that is read first. A tag leaves its manifest.
        Optional<RawManifest> manifest =
                reference instanceof Digest ? manifests.fetchRaw(reference, operation) : Optional.empty();
        Deletion deletion = deleteInAnyScope(reference, operation);
        if (deletion == Deletion.DONE) {
            manifest.ifPresent(fallback::remove);
        }
        return deletion;
    }

    private Deletion deleteInAnyScope(Reference reference, String operation) {
        List<DeleteScope> scopes = endpoint.habits().deleteScope().first();
        for (int i = 0; ; i++) {
            DeleteScope scope = scopes.get(i);
            try {
                Deletion deletion = send(reference, operation, scope);
                endpoint.habits().remember(scope);
                return deletion;
            } catch (ContentException e) {
                if (endpoint.tookPlace(e, () -> isGone(reference))) {
                    return Deletion.DONE;
                }
                if (i == scopes.size() - 1 || e.failure().kind() != FailureKind.DENIED) {
                    throw e;
                }
            }
        }
    }

    private Deletion send(Reference reference, String operation, DeleteScope scope) {
        Endpoint asked = endpoint.asking(List.of(scope.of(endpoint.repository())));
        try (Response response = asked.send(operation, Method.DELETE, asked.manifest(reference))) {
            if (REFUSED.contains(response.status())) {
                return meaning(asked.error(operation, response), operation);
            }
            if (!ACCEPTED.contains(response.status())) {
                throw asked.refused(operation, Action.ofWriting(reference), response);
            }
            response.discard();
        }
        return endpoint.soon(operation, () -> isGone(reference) ? Optional.of(Deletion.DONE) : Optional.empty())
                .orElse(Deletion.INEFFECTIVE);
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

    private boolean isGone(Reference reference) {
        return manifests.resolve(reference).isEmpty();
    }
}
