package dev.imagemirror.registry;

import dev.imagemirror.content.FailureKind;
import dev.imagemirror.http.Method;
import dev.imagemirror.http.Origin;
import dev.imagemirror.http.Response;
import dev.imagemirror.http.TransportException;
import dev.imagemirror.oci.Tag;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Lists the tags of a repository, every page of them or nothing (distribution specification, "Listing Tags").
final class Listing {
    /// How many tags a page is asked to hold; ECR takes no more.
    static final int PAGE = 1_000;
    /// Most tags of a repository.
    static final int MAX_TAGS = 500_000;
    /// Most pages of a listing.
    static final int MAX_PAGES = 10_000;
    /// Most bytes of a page: old registries send everything in one.
    static final int MAX_PAGE_BYTES = 64 * 1024 * 1024;
    /// Most pages in a row that bring nothing new: beyond it the listing is taken for endless.
    static final int MAX_FRUITLESS = 3;

    private static final String OPERATION = "list the tags";
    private static final int MAX_RESTARTS = 2;

    private final Endpoint endpoint;

    Listing(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /// Sorted and each once; empty when there is no such repository.
    Optional<List<Tag>> tags() {
        for (int restart = 0; ; restart++) {
            Pages pages = new Pages();
            Response first = first();
            if (first.status() == 404) {
                first.discard();
                return Optional.empty();
            }
            if (pages.readAll(first, restart < MAX_RESTARTS)) {
                return Optional.of(List.copyOf(pages.tags));
            }
        }
    }

    /// Some releases of distribution answer 400 to an `n` above their own limit.
    private Response first() {
        Response response = get(URI.create(endpoint.tags() + "?n=" + PAGE));
        if (response.status() != 400) {
            return response;
        }
        response.discard();
        return get(endpoint.tags());
    }

    private Response get(URI address) {
        return endpoint.send(OPERATION, Method.GET, address);
    }

    /// One walk over the pages.
    private final class Pages {
        private final Set<Tag> tags = new TreeSet<>();
        private final Set<URI> seen = new HashSet<>();
        private int fruitless;

        /// False when the listing must be started anew: zot answers 404 when the tag that ended the last page was
        /// deleted meanwhile.
        boolean readAll(Response first, boolean mayRestart) {
            Optional<URI> next = read(first);
            while (next.isPresent()) {
                check(next.get());
                Response response = get(next.get());
                if (response.status() == 404 && mayRestart) {
                    response.discard();
                    return false;
                }
                next = read(response);
            }
            return true;
        }

        private Optional<URI> read(Response response) {
            if (response.status() != 200) {
                throw endpoint.refused(OPERATION, Action.READ, response);
            }
            try (response) {
                int before = tags.size();
                TagPage.read(response, tags, MAX_PAGE_BYTES);
                fruitless = tags.size() == before ? fruitless + 1 : 0;
                return LinkHeader.next(response.headers().all("Link"))
                        .map(text -> endpoint.resolve(OPERATION, response.uri(), text, "the next page"));
            } catch (TransportException e) {
                throw endpoint.broken(OPERATION, e);
            } catch (TagPage.NotTagsException e) {
                throw endpoint.failed(FailureKind.NOT_A_REGISTRY, OPERATION, String.valueOf(e.getMessage()));
            }
        }

        /// A page must lie at the same registry: its address is the registry's word, and a credential goes with it.
        private void check(URI next) {
            if (!Origin.of(next).equals(endpoint.registry())
                    || !next.getRawPath().startsWith("/v2/")) {
                throw endpoint.failed(
                        FailureKind.ADDRESS_REFUSED, OPERATION, "the next page is said to lie outside of the registry");
            }
            if (!seen.add(next) || fruitless >= MAX_FRUITLESS || seen.size() > MAX_PAGES) {
                throw endpoint.failed(FailureKind.LIMIT_EXCEEDED, OPERATION, "the pages of the listing do not end");
            }
            if (tags.size() > MAX_TAGS) {
                throw endpoint.failed(
                        FailureKind.LIMIT_EXCEEDED, OPERATION, "there are more than %d tags".formatted(MAX_TAGS));
            }
        }
    }
}
