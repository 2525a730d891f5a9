package dev.imagemirror.registry;

import dev.imagemirror.auth.Access;
import dev.imagemirror.auth.Authenticator;
import dev.imagemirror.auth.Credentials;
import dev.imagemirror.auth.Scope;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.Side;
import dev.imagemirror.http.Origin;
import dev.imagemirror.oci.Repository;
import java.net.URI;
import java.util.List;

/// Opens remote repositories with one set of credentials: one client for a side of a run. Holds nothing that needs to
/// be closed; connections belong to the transport. Safe for use by many threads.
public final class RegistryClient {
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
        return new RemoteSource(endpoint(repository, Side.SOURCE, Scope.pull(repository)));
    }

    /// A repository to write to. Failures name the target.
    public ContentTarget target(Repository repository) {
        return new RemoteTarget(endpoint(repository, Side.TARGET, Scope.push(repository)));
    }

    private Endpoint endpoint(Repository repository, Side side, Scope scope) {
        String scheme = settings.plainHttp().test(repository.registry()) ? "http" : "https";
        URI base = URI.create(scheme + "://" + repository.registry().apiAuthority() + "/v2/");
        Access access = new Access(Origin.of(base), credentials.find(repository), List.of(scope));
        return new Endpoint(
                repository, new Place(side, repository.toString()), base, new Sender(authenticator, access, settings));
    }
}
