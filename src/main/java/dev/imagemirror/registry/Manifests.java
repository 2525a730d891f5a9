package dev.imagemirror.registry;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.http.Body;
import dev.imagemirror.http.Headers;
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
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads manifests (distribution specification, "Pulling manifests"). Safe for use by many threads.
final class Manifests {
    /// Exactly these, always: with a shorter list old registries convert, and the digest with it, and distribution v3
    /// denies that it has the manifest.
    private static final String ACCEPT =
            List.of(MediaType.OCI_INDEX, MediaType.OCI_MANIFEST, MediaType.DOCKER_LIST, MediaType.DOCKER_MANIFEST)
                    .stream()
                    .map(MediaType::text)
                    .collect(Collectors.joining(", "));

    private static final Headers ASKING = Headers.NONE.with("Accept", ACCEPT).with("Accept-Encoding", "identity");

    /// What registries answer to a HEAD that they do not do.
    private static final Set<Integer> NO_HEAD = Set.of(400, 405, 406, 501);

    private final Endpoint endpoint;

    Manifests(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /// What an answer to a HEAD says.
    ///
    /// @param clear whether it says anything; else a GET would tell
    /// @param manifest empty when it says that there is none
    private record Told(boolean clear, Optional<Descriptor> manifest) {
        static final Told ABSENT = new Told(true, Optional.empty());
        static final Told NOTHING = new Told(false, Optional.empty());
    }

    /// Asks with HEAD, which Docker Hub does not count; with GET only where HEAD does not tell.
    Optional<Descriptor> resolve(Reference reference) {
        String operation = operation(reference);
        Told told;
        try (Response response = endpoint.send(operation, request(Method.HEAD, reference))) {
            told = told(response, reference, operation);
        }
        return found(told, reference, operation);
    }

    /// The same for the digest alone. A registry that still has the remembered one under this tag may say just that,
    /// and need not read the manifest for it (RFC 9110, section 13.1.2).
    Optional<Digest> named(Tag tag, @Nullable Digest remembered) {
        if (remembered == null) {
            return resolve(tag).map(Descriptor::digest);
        }
        String operation = operation(tag);
        Request unless = request(Method.HEAD, tag).with("If-None-Match", "\"" + remembered + "\"");
        Told told;
        try (Response response = endpoint.send(operation, unless)) {
            if (ManifestAnswer.isUnchanged(response, remembered)) {
                return Optional.of(remembered);
            }
            told = told(response, tag, operation);
        }
        return found(told, tag, operation).map(Descriptor::digest);
    }

    private Told told(Response response, Reference reference, String operation) {
        if (response.status() == 404) {
            return Told.ABSENT;
        }
        if (response.status() == 200) {
            Optional<Descriptor> manifest = ManifestAnswer.descriptor(response, reference);
            return new Told(manifest.isPresent(), manifest);
        }
        if (response.status() == 304 || isWorthAsking(response.status())) {
            return Told.NOTHING;
        }
        throw endpoint.refused(operation, Action.READ, response);
    }

    private Optional<Descriptor> found(Told told, Reference reference, String operation) {
        return told.clear() ? told.manifest() : fetchRaw(reference, operation).map(RawManifest::descriptor);
    }

    private static String operation(Reference reference) {
        return "look up " + reference;
    }

    Optional<Manifest> fetch(Reference reference) {
        String operation = "read manifest " + reference;
        return fetchRaw(reference, operation).map(raw -> parse(raw, operation));
    }

    /// The bytes, verified, whatever they are.
    Optional<RawManifest> fetchRaw(Reference reference, String operation) {
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
            Digest expected = reference instanceof Digest requested
                    ? requested
                    : response.headers()
                            .first(ManifestAnswer.DIGEST)
                            .map(Digest::parse)
                            .orElseGet(() -> Digest.of(bytes));
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

    /// The reason of a 403 stands in the body, which the answer to a HEAD does not have. Docker Hub counts every GET.
    private boolean isWorthAsking(int status) {
        boolean free = !endpoint.repository().registry().isDockerHub();
        return NO_HEAD.contains(status) || (status == 403 && free);
    }

    /// The request for a manifest as every registry understands it.
    static Request request(Method method, URI manifest) {
        return new Request(method, manifest, ASKING, Body.NONE);
    }

    private Request request(Method method, Reference reference) {
        return request(method, endpoint.manifest(reference));
    }
}
