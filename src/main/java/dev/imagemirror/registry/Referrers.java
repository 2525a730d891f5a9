package dev.imagemirror.registry;

import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.DigestTags;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Referrer;
import dev.imagemirror.http.Method;
import dev.imagemirror.http.Request;
import dev.imagemirror.http.Response;
import dev.imagemirror.http.TransportException;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.Tag;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds what refers to a manifest: by the API (distribution specification, "Listing Referrers"), and on hosts without
/// it by the fallback tag. Safe for use by many threads.
final class Referrers {
    /// Most referrers of a manifest.
    static final int MAX_REFERRERS = 10_000;
    /// Most pages of a list.
    static final int MAX_PAGES = 100;

    private static final String OPERATION = "list the referrers";
    private static final Pages.Bounds BOUNDS = new Pages.Bounds("referrers", MAX_REFERRERS, MAX_PAGES);

    /// What hosts without the API answer, whatever they are asked there.
    private static final Set<Integer> UNKNOWN = Set.of(404, 405, 501);
    /// What may mean so, or something of this repository only: 401 comes from old releases of Harbor, 400 and 406 from
    /// routers that take the address for something else.
    private static final Set<Integer> UNCLEAR = Set.of(400, 401, 406);

    private final Endpoint endpoint;
    private final FallbackTag fallback;

    Referrers(Endpoint endpoint, FallbackTag fallback) {
        this.endpoint = endpoint;
        this.fallback = fallback;
    }

    /// Empty when there are none, and when there is no such manifest.
    List<Referrer> of(Digest subject, DigestTags tags) {
        return told(subject).orElseGet(() -> tagged(subject, tags)).referrers();
    }

    private ReferrerList tagged(Digest subject, DigestTags tags) {
        return tags.mayHave(Tag.ofReferrers(subject)) ? fallback.read(subject).list() : ReferrerList.EMPTY;
    }

    /// Of many who begin at once, the first one finds out for all of them whether the host has the API.
    private Optional<ReferrerList> told(Digest subject) {
        Habits habits = endpoint.habits();
        if (habits.wasAskedForReferrers()) {
            return askIfUseful(subject);
        }
        endpoint.lock(OPERATION, habits.firstLook());
        try {
            return askIfUseful(subject);
        } finally {
            habits.askedForReferrers();
            habits.firstLook().unlock();
        }
    }

    private Optional<ReferrerList> askIfUseful(Digest subject) {
        return endpoint.habits().mayListReferrers() ? ask(subject) : Optional.empty();
    }

    /// What the API says, empty when there is none.
    private Optional<ReferrerList> ask(Digest subject) {
        var pages = new Pages(endpoint, OPERATION, BOUNDS);
        try (Response response = get(endpoint.referrers(subject))) {
            if (!isList(response)) {
                return Optional.empty();
            }
            endpoint.habits().listedReferrers();
            ReferrerList found = read(response);
            Optional<URI> next = pages.next(response, found.count());
            return Optional.of(next.isPresent() ? readRest(found, next, pages) : found);
        }
    }

    private ReferrerList readRest(ReferrerList first, Optional<URI> second, Pages pages) {
        ReferrerList found = first;
        Optional<URI> next = second;
        while (next.isPresent()) {
            try (Response response = get(next.get())) {
                if (response.status() != 200) {
                    throw endpoint.refused(OPERATION, Action.READ, response);
                }
                found = found.with(read(response));
                next = pages.next(response, found.count());
            }
        }
        return found;
    }

    private Response get(URI address) {
        return endpoint.send(
                OPERATION,
                Request.of(Method.GET, address)
                        .with("Accept", MediaType.OCI_INDEX.text())
                        .with("Accept-Encoding", "identity"));
    }

    /// Some hosts answer 200 to whatever they are asked: only an index is a list.
    private boolean isList(Response response) {
        if (response.status() == 200 && response.type().equals(MediaType.OCI_INDEX.text())) {
            return true;
        }
        if (response.status() == 200 || UNKNOWN.contains(response.status())) {
            // A host with the API may answer so too, when it does not know the repository.
            if (!endpoint.error(OPERATION, response).hasCode("NAME_UNKNOWN", "MANIFEST_UNKNOWN")) {
                endpoint.habits().knewNoReferrers();
            }
            return false;
        }
        if (UNCLEAR.contains(response.status())) {
            return false;
        }
        throw endpoint.refused(OPERATION, Action.READ, response);
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
}
