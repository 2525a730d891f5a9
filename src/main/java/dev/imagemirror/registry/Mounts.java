package dev.imagemirror.registry;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.http.Method;
import dev.imagemirror.http.Request;
import dev.imagemirror.http.Response;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Repository;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Takes over blobs that the registry holds already (distribution specification, "Mounting a blob from another
/// repository"). Safe for use by many threads.
final class Mounts {
    /// Most uploads that a refused mount began and nobody went on with; more are not kept.
    private static final int MAX_BEGUN = 1_000;

    /// What is not an answer to the mount but a trouble of the host.
    private static final Set<FailureKind> TROUBLES = Set.of(FailureKind.RATE_LIMITED, FailureKind.CANCELLED);

    private final Endpoint endpoint;
    private final Blobs blobs;
    private final Map<Digest, UploadSession> begun = new ConcurrentHashMap<>();
    /// What a mount was refused from, rather than not found there.
    private final Set<Repository> refused = ConcurrentHashMap.newKeySet();

    Mounts(Endpoint endpoint, Blobs blobs) {
        this.endpoint = endpoint;
        this.blobs = blobs;
    }

    /// From another repository of the same registry. The token must allow both, the one that is written first: some
    /// registries read no further.
    boolean mount(Descriptor blob, Repository from) {
        if (!from.registry().equals(endpoint.repository().registry())) {
            return false;
        }
        boolean itself = from.equals(endpoint.repository());
        if (!refused.contains(from)) {
            Endpoint asked = itself ? endpoint : endpoint.reading(from);
            switch (mount(asked, blob, from)) {
                case MOUNTED -> {
                    return itself || !endpoint.habits().takesIncomplete() || blobs.exists(blob);
                }
                case BEGUN -> {
                    return false;
                }
                case REFUSED -> refused.add(from);
            }
        }
        return itself && blobs.exists(blob);
    }

    private enum Outcome {
        MOUNTED,
        BEGUN,
        REFUSED
    }

    /// The upload that a refused mount of this blob began, which only one can go on with.
    Optional<UploadSession> takeBegun(Digest digest) {
        return Optional.ofNullable(begun.remove(digest));
    }

    private Outcome mount(Endpoint asked, Descriptor blob, Repository from) {
        String operation = "mount blob " + blob.digest();
        Request request = Request.of(
                Method.POST, URI.create(endpoint.uploads() + "?mount=" + blob.digest() + "&from=" + from.path()));
        try (Response response = asked.send(operation, request)) {
            if (response.status() == 429) {
                throw asked.refused(operation, Action.WRITE_BLOB, response);
            }
            response.discard();
            if (response.status() == 202 && begun.size() < MAX_BEGUN) {
                begun.put(blob.digest(), UploadSession.of(endpoint, blob, request, response));
            }
            return switch (response.status()) {
                case 201 -> Outcome.MOUNTED;
                case 202 -> Outcome.BEGUN;
                default -> Outcome.REFUSED;
            };
        } catch (ContentException e) {
            if (TROUBLES.contains(e.failure().kind())) {
                throw e;
            }
            // A plain upload follows, and meets the same trouble if it is one of more than the mount.
            return Outcome.REFUSED;
        }
    }
}
