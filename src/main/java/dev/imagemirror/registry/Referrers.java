package dev.imagemirror.registry;

import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Referrer;
import dev.imagemirror.http.Method;
import dev.imagemirror.http.Origin;
import dev.imagemirror.http.Request;
import dev.imagemirror.http.Response;
import dev.imagemirror.http.TransportException;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.MediaType;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Finds what refers to a manifest: by the API (distribution specification, "Listing Referrers"), and on hosts without
/// it by the fallback tag. Safe for use by many threads.
final class Referrers {
    /// Most referrers of a manifest.
    static final int MAX_REFERRERS = 10_000;
    /// Most pages of a list.
    static final int MAX_PAGES = 100;

    /// What hosts without the API answer: 401 comes from old releases of Harbor, 406 and 400 from routers that take the
    /// address for something else.
    private static final Set<Integer> UNSUPPORTED = Set.of(400, 401, 404, 405, 406, 501);

    private static final String OPERATION = "list the referrers";

    private final Endpoint endpoint;
    private final FallbackTag fallback;
    private final Habits habits;

    Referrers(Endpoint endpoint) {
        this.endpoint = endpoint;
        this.fallback = new FallbackTag(endpoint);
        this.habits = endpoint.habits();
    }

    /// Empty when there are none, and when there is no such manifest.
    List<Referrer> of(Digest subject) {
        if (habits.mayListReferrers()) {
            Optional<ReferrerList> told = ask(subject);
            habits.listsReferrers(told.isPresent());
            if (told.isPresent()) {
                return told.get().referrers();
            }
        }
        return fallback.read(subject).list().referrers();
    }

    private Optional<ReferrerList> ask(Digest subject) {
        Set<URI> seen = new HashSet<>();
        ReferrerList found = ReferrerList.EMPTY;
        Optional<URI> next = Optional.of(endpoint.referrers(subject));
        while (next.isPresent()) {
            check(next.get(), seen, found);
            try (Response response = endpoint.send(OPERATION, request(next.get()))) {
                if (seen.size() == 1 && !isList(response)) {
                    return Optional.empty();
                }
                if (response.status() != 200) {
                    throw endpoint.refused(OPERATION, Action.READ, response);
                }
                found = found.with(read(response));
                next = LinkHeader.next(response.headers().all("Link"))
                        .map(text -> endpoint.resolve(OPERATION, response.uri(), text, "the next page"));
            }
        }
        return Optional.of(found);
    }

    private static Request request(URI address) {
        return Request.of(Method.GET, address)
                .with("Accept", MediaType.OCI_INDEX.text())
                .with("Accept-Encoding", "identity");
    }

    /// Some hosts answer 200 to whatever they are asked: only an index is a list.
    private static boolean isList(Response response) {
        String type = response.headers().first("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        boolean other = response.status() == 200 && !type.startsWith(MediaType.OCI_INDEX.text());
        return !other && !UNSUPPORTED.contains(response.status());
    }

    private ReferrerList read(Response response) {
        try {
            return ReferrerList.parse(response.readAll(ContentSource.MAX_MANIFEST, "a page of the referrers"));
        } catch (TransportException e) {
            throw endpoint.broken(OPERATION, e);
        } catch (MalformedException e) {
            throw endpoint.failed(FailureKind.NOT_A_REGISTRY, OPERATION, String.valueOf(e.getMessage()));
        }
    }

    /// A page must lie at the same registry, and the list must end.
    private void check(URI page, Set<URI> seen, ReferrerList found) {
        if (!Origin.of(page).equals(endpoint.registry()) || !page.getRawPath().startsWith("/v2/")) {
            throw endpoint.failed(
                    FailureKind.ADDRESS_REFUSED, OPERATION, "the next page is said to lie outside of the registry");
        }
        if (!seen.add(page) || seen.size() > MAX_PAGES || found.entries().size() > MAX_REFERRERS) {
            throw endpoint.failed(
                    FailureKind.LIMIT_EXCEEDED,
                    OPERATION,
                    "there are more than %d referrers or %d pages of them".formatted(MAX_REFERRERS, MAX_PAGES));
        }
    }
}
