package dev.imagemirror.registry;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.PushResult;
import dev.imagemirror.http.Body;
import dev.imagemirror.http.Method;
import dev.imagemirror.http.Request;
import dev.imagemirror.http.Response;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.ImageManifest;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.Reference;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/// Writes manifests (distribution specification, "Pushing Manifests"). Safe for use by many threads.
final class ManifestWrites {
    private static final Set<Integer> REFUSED = Set.of(400, 404);
    /// Something that the manifest refers to is not there. The second is zot's.
    private static final String[] INCOMPLETE = {"MANIFEST_BLOB_UNKNOWN", "BLOB_UNKNOWN"};

    private final Endpoint endpoint;
    private final Manifests manifests;
    private final FallbackTag fallback;

    ManifestWrites(Endpoint endpoint, Manifests manifests, FallbackTag fallback) {
        this.endpoint = endpoint;
        this.manifests = manifests;
        this.fallback = fallback;
    }

    PushResult write(Manifest manifest, Reference reference) {
        try {
            return put(manifest, reference);
        } catch (ContentException e) {
            if (!isHeld(manifest.digest(), reference, e)) {
                return again(manifest, reference, e);
            }
            // Which subject the registry noticed was lost too. One entry too many harms nobody.
            fallback.enter(manifest, "");
            return new PushResult.Done();
        }
    }

    /// A connection that the registry closed while nobody used it breaks at the next write, of which nothing is there
    /// then. To write the same bytes under the same name once more is as good as once.
    private PushResult again(Manifest manifest, Reference reference, ContentException broken) {
        if (!endpoint.isWithoutAnswer(broken)) {
            throw broken;
        }
        return put(manifest, reference);
    }

    private PushResult put(Manifest manifest, Reference reference) {
        Request request = Request.of(Method.PUT, endpoint.manifest(reference))
                .with("Content-Type", manifest.raw().mediaType().text())
                .carrying(new Body.Bytes(manifest.raw().bytes()));
        try (Response response = endpoint.send(operation(reference), request)) {
            if (!ManifestAnswer.isWritten(response)) {
                return refused(manifest, reference, response);
            }
            String confirmed = response.headers().first(ManifestAnswer.DIGEST).orElse("");
            response.discard();
            confirm(manifest.digest(), reference, confirmed);
            fallback.enter(manifest, response.headers().first("OCI-Subject").orElse(""));
            return new PushResult.Done();
        }
    }

    private PushResult refused(Manifest manifest, Reference reference, Response response) {
        ErrorAnswer answer = endpoint.error(operation(reference), response);
        ContentException refusal = endpoint.refused(operation(reference), Action.ofWriting(reference), answer);
        if (!REFUSED.contains(answer.status()) || !answer.hasCode(INCOMPLETE)) {
            throw refusal;
        }
        if (manifest instanceof ImageManifest) {
            endpoint.habits().refusedIncomplete();
        }
        Set<Digest> missing = new HashSet<>(answer.digests());
        missing.retainAll(manifest.content().stream().map(Descriptor::digest).collect(Collectors.toSet()));
        return new PushResult.Incomplete(missing, refusal.failure());
    }

    /// Whether the target holds what could not be written: the answer was lost, or the tag names this manifest already
    /// and may not be written again, not even the same.
    private boolean isHeld(Digest digest, Reference reference, ContentException refusal) {
        boolean immutable = refusal.failure().kind() == FailureKind.TAG_IMMUTABLE;
        return immutable ? names(reference, digest) : endpoint.tookPlace(refusal, () -> names(reference, digest));
    }

    private boolean names(Reference reference, Digest digest) {
        return manifests
                .resolve(reference)
                .filter(found -> found.digest().equals(digest))
                .isPresent();
    }

    /// The registry's own word that it holds what was sent; asked for when the answer did not give it.
    private void confirm(Digest digest, Reference reference, String confirmed) {
        String held = confirmed.isEmpty()
                ? endpoint.soon(operation(reference), () -> manifests.resolve(reference))
                        .map(found -> found.digest().text())
                        .orElse("")
                : confirmed;
        if (held.isEmpty()) {
            throw endpoint.failed(
                    FailureKind.NOT_A_REGISTRY, operation(reference), "it was accepted, but then it was not there");
        }
        if (!held.equals(digest.text())) {
            throw endpoint.failed(
                    FailureKind.DIGEST_MISMATCH,
                    operation(reference),
                    "the registry holds %s in its place".formatted(held));
        }
    }

    private static String operation(Reference reference) {
        return "write manifest " + reference;
    }
}
