package dev.imagemirror.registry;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.http.Body;
import dev.imagemirror.http.Load;
import dev.imagemirror.http.Method;
import dev.imagemirror.http.Request;
import dev.imagemirror.http.Response;
import dev.imagemirror.http.TransportException;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.RawManifest;
import dev.imagemirror.oci.Reference;
import dev.imagemirror.oci.Tag;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads and writes manifests (distribution specification, "Pulling manifests", "Pushing Manifests").
final class Manifests {
    /// Exactly these, always: with a shorter list old registries convert, and the digest with it, and distribution v3
    /// denies that it has the manifest.
    static final String ACCEPT =
            List.of(MediaType.OCI_INDEX, MediaType.OCI_MANIFEST, MediaType.DOCKER_LIST, MediaType.DOCKER_MANIFEST)
                    .stream()
                    .map(MediaType::text)
                    .collect(Collectors.joining(", "));

    /// What registries answer to a HEAD that they do not do.
    private static final Set<Integer> NO_HEAD = Set.of(400, 405, 406, 501);

    private static final Set<Integer> WRITTEN = Set.of(200, 201, 202, 204);

    private final Endpoint endpoint;

    Manifests(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /// Asks with HEAD, which Docker Hub does not count; with GET only where HEAD does not tell.
    Optional<Descriptor> resolve(Reference reference) {
        String operation = "look up " + reference;
        try (Response response = endpoint.send(operation, request(Method.HEAD, reference))) {
            if (response.status() == 404) {
                return Optional.empty();
            }
            if (response.status() == 200) {
                Optional<Descriptor> told = ManifestAnswer.descriptor(response, reference);
                return told.isPresent() ? told : fetchRaw(reference).map(RawManifest::descriptor);
            }
            if (!NO_HEAD.contains(response.status())) {
                throw endpoint.refused(operation, Action.READ, response);
            }
        }
        return fetchRaw(reference).map(RawManifest::descriptor);
    }

    Optional<Manifest> fetch(Reference reference) {
        return fetchRaw(reference).map(raw -> parse(raw, reading(reference)));
    }

    /// @return the subject whose referrers the registry entered this manifest in, empty when it did not say so
    String push(Manifest manifest, Reference reference) {
        Action action = reference instanceof Tag ? Action.WRITE_TAG : Action.WRITE_MANIFEST;
        String operation = writing(reference);
        Request request = Request.of(Method.PUT, endpoint.manifest(reference))
                .with("Content-Type", manifest.raw().mediaType().text())
                .carrying(new Body.Bytes(manifest.raw().bytes()));
        try (Response response = endpoint.send(operation, request)) {
            if (!WRITTEN.contains(response.status())) {
                throw endpoint.refused(operation, action, response);
            }
            String confirmed = response.headers().first(ManifestAnswer.DIGEST).orElse("");
            response.discard();
            confirm(manifest.digest(), reference, confirmed);
            return response.headers().first("OCI-Subject").orElse("");
        }
    }

    /// The registry's own word that it holds what was sent; asked for when the answer did not give it.
    private void confirm(Digest digest, Reference reference, String confirmed) {
        String operation = writing(reference);
        String held = confirmed.isEmpty()
                ? resolve(reference).map(found -> found.digest().text()).orElse("")
                : confirmed;
        if (held.isEmpty()) {
            throw endpoint.failed(FailureKind.NOT_A_REGISTRY, operation, "it was accepted, but then it was not there");
        }
        if (!held.equals(digest.text())) {
            throw endpoint.failed(
                    FailureKind.DIGEST_MISMATCH, operation, "the registry holds %s in its place".formatted(held));
        }
    }

    private Optional<RawManifest> fetchRaw(Reference reference) {
        String operation = reading(reference);
        try (Response response = endpoint.send(operation, request(Method.GET, reference), Load.PULL)) {
            if (response.status() == 404) {
                response.discard();
                return Optional.empty();
            }
            if (response.status() != 200) {
                throw endpoint.refused(operation, Action.READ, response);
            }
            return Optional.of(read(response, reference, operation));
        } catch (TransportException e) {
            throw endpoint.broken(operation, e);
        }
    }

    private RawManifest read(Response response, Reference reference, String operation) {
        byte[] bytes = response.readAll(ContentSource.MAX_MANIFEST, "the manifest");
        OptionalLong announced = response.length();
        if (announced.isPresent() && announced.getAsLong() != bytes.length) {
            throw endpoint.failed(FailureKind.DIGEST_MISMATCH, operation, "the manifest has not the announced length");
        }
        if (bytes.length == 0) {
            throw endpoint.failed(FailureKind.UNREACHABLE, operation, "the answer is empty");
        }
        if (ManifestAnswer.isPage(response, bytes)) {
            throw endpoint.failed(FailureKind.NOT_A_REGISTRY, operation, "the answer is a page of HTML");
        }
        Digest digest = verified(bytes, response, reference, operation);
        try {
            return new RawManifest(ManifestAnswer.mediaType(response, bytes), bytes, digest);
        } catch (MalformedException e) {
            throw unsupported(operation, e);
        }
    }

    /// By digest the requested one counts and not what a header says (CVE-2025-24882); by tag the header, if any.
    private Digest verified(byte[] bytes, Response response, Reference reference, String operation) {
        try {
            Digest expected = switch (reference) {
                case Digest requested -> requested;
                case Tag tag ->
                    response.headers()
                            .first(ManifestAnswer.DIGEST)
                            .map(Digest::parse)
                            .orElseGet(() -> Digest.of(bytes));
            };
            Digest found = expected.sameAlgorithm(expected.computation().digest(bytes));
            if (!found.equals(expected)) {
                throw endpoint.failed(
                        FailureKind.DIGEST_MISMATCH,
                        operation,
                        "%s was announced, but the bytes hash to %s".formatted(expected, found));
            }
            return expected;
        } catch (MalformedException e) {
            throw endpoint.failed(FailureKind.DIGEST_MISMATCH, operation, String.valueOf(e.getMessage()));
        }
    }

    private Manifest parse(RawManifest raw, String operation) {
        try {
            return Manifest.parse(raw);
        } catch (MalformedException e) {
            throw unsupported(operation, e);
        }
    }

    private ContentException unsupported(String operation, MalformedException e) {
        return endpoint.failed(FailureKind.UNSUPPORTED_MANIFEST, operation, String.valueOf(e.getMessage()));
    }

    private static String reading(Reference reference) {
        return "read manifest " + reference;
    }

    private static String writing(Reference reference) {
        return "write manifest " + reference;
    }

    private Request request(Method method, Reference reference) {
        return Request.of(method, endpoint.manifest(reference))
                .with("Accept", ACCEPT)
                .with("Accept-Encoding", "identity");
    }
}
