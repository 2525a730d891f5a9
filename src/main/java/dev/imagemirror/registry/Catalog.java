package dev.imagemirror.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.http.Method;
import dev.imagemirror.http.Response;
import dev.imagemirror.http.TransportException;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Registry;
import dev.imagemirror.oci.Repository;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Lists the repositories of a registry, every page of them or nothing. No specification asks a registry for this, and
/// many refuse it (Docker Hub, Google's, most with tokens): nothing may depend on it.
final class Catalog {
    /// How many repositories a page is asked to hold.
    static final int PAGE = 1_000;
    /// Most repositories of a registry.
    static final int MAX_REPOSITORIES = 100_000;
    /// Most pages of a catalog.
    static final int MAX_PAGES = 2_000;
    /// Most bytes of a page.
    static final int MAX_PAGE_BYTES = 4 * 1024 * 1024;

    private static final String OPERATION = "list the repositories";
    private static final Pages.Bounds BOUNDS = new Pages.Bounds("repositories", MAX_REPOSITORIES, MAX_PAGES);
    private static final Set<Integer> ABSENT = Set.of(400, 404, 405, 501);

    private final Registry registry;
    private final HostEndpoint endpoint;

    Catalog(Registry registry, HostEndpoint endpoint) {
        this.registry = registry;
        this.endpoint = endpoint;
    }

    /// Sorted and each once.
    List<Repository> repositories() {
        Set<Repository> found = new TreeSet<>();
        var pages = new Pages(endpoint, OPERATION, BOUNDS);
        Optional<URI> next = Optional.of(URI.create(endpoint.catalog() + "?n=" + PAGE));
        while (next.isPresent()) {
            next = read(next.get(), found, pages);
        }
        return List.copyOf(found);
    }

    private Optional<URI> read(URI page, Set<Repository> found, Pages pages) {
        try (Response response = endpoint.send(OPERATION, Method.GET, page)) {
            if (ABSENT.contains(response.status())) {
                throw endpoint.failed(
                        FailureKind.NOT_FOUND,
                        OPERATION,
                        endpoint.error(OPERATION, response).detail()
                                + ": the registry has no catalog; name the repositories");
            }
            if (response.status() != 200) {
                throw endpoint.refused(OPERATION, Action.READ, response);
            }
            names(response).forEach(name -> add(name.isTextual() ? name.asText() : "", found));
            return pages.next(response, found.size());
        } catch (TransportException e) {
            throw endpoint.broken(OPERATION, e);
        }
    }

    private JsonNode names(Response response) {
        try {
            JsonNode names = Json.MAPPER
                    .readTree(response.readAll(MAX_PAGE_BYTES, "a page of the catalog"))
                    .path("repositories");
            if (names.isArray() || names.isNull()) {
                return names;
            }
            throw endpoint.failed(FailureKind.NOT_A_REGISTRY, OPERATION, "the answer is JSON, but no catalog");
        } catch (IOException e) {
            throw endpoint.failed(FailureKind.NOT_A_REGISTRY, OPERATION, "the answer is not JSON");
        }
    }

    /// A name that cannot be one is left out: no request could be made of it.
    private void add(String name, Set<Repository> found) {
        try {
            found.add(new Repository(registry, name));
        } catch (MalformedException e) {
            // As the tags of a listing that are none.
        }
    }
}
