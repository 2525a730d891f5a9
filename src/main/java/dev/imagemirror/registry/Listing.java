package dev.imagemirror.registry;

import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.TagList;
import dev.imagemirror.http.Method;
import dev.imagemirror.http.Response;
import dev.imagemirror.http.TransportException;
import java.net.URI;
import java.util.Optional;

/// Lists the tags of a repository, every page of them or nothing (distribution specification, "Listing Tags").
final class Listing {
    /// How many tags a page is asked to hold, where the list comes in pages; ECR takes no more.
    static final int PAGE = 1_000;
    /// Most tags of a repository.
    static final int MAX_TAGS = 500_000;
    /// Most pages of a listing.
    static final int MAX_PAGES = 10_000;
    /// Most bytes of a page: old registries send everything in one.
    static final int MAX_PAGE_BYTES = 64 * 1024 * 1024;

    private static final String OPERATION = "list the tags";
    private static final Pages.Bounds BOUNDS = new Pages.Bounds("tags", MAX_TAGS, MAX_PAGES);
    private static final int MAX_RESTARTS = 2;

    private final Endpoint endpoint;

    Listing(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /// Empty when there is no such repository.
    Optional<TagList> tags() {
        for (int restart = 0; ; restart++) {
            Response first = first();
            if (first.status() == 404) {
                first.discard();
                return Optional.empty();
            }
            Optional<TagList> list = readAll(first, restart < MAX_RESTARTS);
            if (list.isPresent()) {
                return list;
            }
        }
    }

    /// Most registries send a list of any length at once, unless pages are asked for. Where there are pages all the
    /// same, they are small: large ones are asked for instead, from then on.
    private Response first() {
        return switch (endpoint.habits().paging()) {
            case WHOLE -> whole();
            case ASKED -> large();
            case OWN -> get(endpoint.tags());
        };
    }

    private Response whole() {
        Response response = get(endpoint.tags());
        if (LinkHeader.next(response.headers().all("Link")).isEmpty()) {
            return response;
        }
        response.discard();
        endpoint.habits().remember(Paging.ASKED);
        return large();
    }

    /// Some releases of distribution answer 400 to an `n` above their own limit.
    private Response large() {
        Response response = get(URI.create(endpoint.tags() + "?n=" + PAGE));
        if (response.status() != 400) {
            return response;
        }
        response.discard();
        endpoint.habits().remember(Paging.OWN);
        return get(endpoint.tags());
    }

    private Response get(URI address) {
        return endpoint.send(OPERATION, Method.GET, address);
    }

    /// Empty when the listing must be started anew: zot answers 404 when the tag that ended the last page was deleted
    /// meanwhile.
    private Optional<TagList> readAll(Response first, boolean mayRestart) {
        var pages = new Pages(endpoint, OPERATION, BOUNDS);
        var found = new FoundTags(MAX_TAGS);
        Optional<URI> next = read(first, found, pages);
        while (next.isPresent()) {
            Response response = get(next.get());
            if (response.status() == 404 && mayRestart) {
                response.discard();
                return Optional.empty();
            }
            next = read(response, found, pages);
        }
        return Optional.of(found.list());
    }

    private Optional<URI> read(Response response, FoundTags found, Pages pages) {
        if (response.status() != 200) {
            throw endpoint.refused(OPERATION, Action.READ, response);
        }
        try (response) {
            TagPage.read(response, found, MAX_PAGE_BYTES);
            return pages.next(response, found.count());
        } catch (TransportException e) {
            throw endpoint.broken(OPERATION, e);
        } catch (TagPage.NotTagsException e) {
            throw endpoint.failed(FailureKind.NOT_A_REGISTRY, OPERATION, String.valueOf(e.getMessage()));
        }
    }
}
