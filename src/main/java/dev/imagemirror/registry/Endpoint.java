package dev.imagemirror.registry;

import dev.imagemirror.auth.Scope;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Reference;
import dev.imagemirror.oci.Repository;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// One repository of a registry: its addresses, and the way there.
final class Endpoint extends HostEndpoint {
    private final Repository repository;

    Endpoint(Repository repository, Place place, URI base, Sender sender) {
        super(place, base, sender);
        this.repository = repository;
    }

    Repository repository() {
        return repository;
    }

    /// The same, with tokens that also allow reading from another repository. The scope for writing stays the first:
    /// some registries read no further.
    Endpoint reading(Repository other) {
        List<Scope> scopes = new ArrayList<>(sender().scopes());
        scopes.add(Scope.pull(other));
        return asking(scopes);
    }

    /// The same, with tokens of these scopes.
    Endpoint asking(List<Scope> scopes) {
        return new Endpoint(repository, place(), base(), sender().asking(scopes));
    }

    URI tags() {
        return within("tags/list");
    }

    URI manifest(Reference reference) {
        return within("manifests/" + reference.text());
    }

    URI blob(Digest digest) {
        return within("blobs/" + digest);
    }

    URI referrers(Digest subject) {
        return within("referrers/" + subject);
    }

    URI uploads() {
        return within("blobs/uploads/");
    }

    private URI within(String rest) {
        return address(repository.path() + "/" + rest);
    }
}
