package dev.imagemirror.registry;

import dev.imagemirror.auth.Access;
import dev.imagemirror.auth.Authenticator;
import dev.imagemirror.auth.Credentials;
import dev.imagemirror.auth.Scope;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.Side;
import dev.imagemirror.http.Origin;
import dev.imagemirror.oci.Registry;
import dev.imagemirror.oci.Repository;
import java.net.URI;
import java.util.List;

/// Opens remote repositories with one set of credentials: one client for a side of a run. The pace of a host is that of
/// the first credential, also while a later one is in use. Holds nothing that needs to be closed; connections belong to
/// the transport. Safe for use by many threads.
public final class RegistryClient {
    private static final Scope CATALOG = new Scope("registry:catalog:*");

    private final Authenticator authenticator;
    private final Credentials credentials;
    private final RegistrySettings settings;

    public RegistryClient(Authenticator authenticator, Credentials credentials, RegistrySettings settings) {
        this.authenticator = authenticator;
        this.credentials = credentials;
        this.settings = settings;
    }

    /// A repository to read from. Failures name the source.
    public ContentSource source(Repository repository) {
        return new RemoteRepository(endpoint(repository, Side.SOURCE, Scope.pull(repository)));
    }

    /// A repository to write to. Failures name the target.
    public ContentTarget target(Repository repository) {
        return new RemoteRepository(endpoint(repository, Side.TARGET, Scope.push(repository)));
    }

    /// Every repository of a registry that it shows to the credential of the whole host, sorted. Registries need not
    /// have a catalog, and large ones refuse it: a help for people, on which nothing may depend.
    ///
    /// @throws dev.imagemirror.content.ContentException `NOT_FOUND` when there is none, `DENIED` when it is refused
    public List<Repository> catalog(Registry registry) {
        // No key of a docker config that goes down to a path is meant by this name.
        Repository any = new Repository(registry, "catalog");
        Place place = new Place(Side.SOURCE, registry.name());
        return new Catalog(registry, new HostEndpoint(place, base(registry), sender(any, CATALOG))).repositories();
    }

    private Endpoint endpoint(Repository repository, Side side, Scope scope) {
        return new Endpoint(
                repository,
                new Place(side, repository.toString()),
                base(repository.registry()),
                sender(repository, scope));
    }

    private Sender sender(Repository repository, Scope scope) {
        Origin host = Origin.of(base(repository.registry()));
        Access access = new Access(host, credentials.find(repository), List.of(scope));
        return new Sender(authenticator, access, settings);
    }

    private URI base(Registry registry) {
        String scheme = settings.plainHttp().test(registry) ? "http" : "https";
        return URI.create(scheme + "://" + registry.apiAuthority() + "/v2/");
    }
}
