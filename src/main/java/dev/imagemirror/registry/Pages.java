package dev.imagemirror.registry;

import dev.imagemirror.content.FailureKind;
import dev.imagemirror.http.Response;
import java.net.URI;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// One walk over the pages of a list, which stays at the registry and ends. Not safe for use by several threads.
final class Pages {
    /// Most pages in a row that bring nothing new: beyond it the list is taken for endless.
    static final int MAX_FRUITLESS = 3;

    private final HostEndpoint endpoint;
    private final String operation;
    private final Bounds bounds;
    private final Set<URI> seen = new HashSet<>();
    private int found;
    private int fruitless;

    /// How long a list may be.
    ///
    /// @param what the entries, in the plural
    record Bounds(String what, int entries, int pages) {}

    Pages(HostEndpoint endpoint, String operation, Bounds bounds) {
        this.endpoint = endpoint;
        this.operation = operation;
        this.bounds = bounds;
    }

    /// The page that follows this one, empty after the last.
    ///
    /// @param found how many entries there are up to now
    Optional<URI> next(Response page, int found) {
        if (found > bounds.entries()) {
            throw exceeded("there are more than %d %s".formatted(bounds.entries(), bounds.what()));
        }
        fruitless = found == this.found ? fruitless + 1 : 0;
        this.found = found;
        Optional<URI> next = LinkHeader.next(page.headers().all("Link"))
                .map(text -> endpoint.resolve(operation, page.uri(), text, "the next page"));
        next.ifPresent(this::check);
        return next;
    }

    /// A page must lie at the same registry: its address is the registry's word, and a credential goes with it.
    private void check(URI next) {
        if (!endpoint.registry().isOriginOf(next) || !next.getRawPath().startsWith("/v2/")) {
            throw endpoint.failed(
                    FailureKind.ADDRESS_REFUSED, operation, "the next page is said to lie outside of the registry");
        }
        if (!seen.add(next) || fruitless >= MAX_FRUITLESS) {
            throw exceeded("the pages do not end: they repeat, or bring nothing new");
        }
        if (seen.size() >= bounds.pages()) {
            throw exceeded("there are more than %d pages of %s".formatted(bounds.pages(), bounds.what()));
        }
    }

    private RuntimeException exceeded(String detail) {
        return endpoint.failed(FailureKind.LIMIT_EXCEEDED, operation, detail);
    }
}
