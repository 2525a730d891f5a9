package dev.imagemirror.cli;

import dev.imagemirror.auth.Authenticators;
import dev.imagemirror.auth.Credentials;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.http.NetworkPolicy;
import dev.imagemirror.http.Proxies;
import dev.imagemirror.http.TransportSettings;
import dev.imagemirror.http.Transports;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Registry;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.registry.Hosts;
import dev.imagemirror.registry.RegistryClient;
import dev.imagemirror.registry.RegistrySettings;
import dev.imagemirror.resource.MirrorConnections;
import dev.imagemirror.resource.SecretLookup;
import dev.imagemirror.sync.Quota;
import java.nio.file.Path;
import java.util.List;

/// What a mirror finds on a command line: the user's own credentials, and loopback within reach by plain HTTP.
final class Surroundings implements AutoCloseable {
    private final Transports transports = transports();
    private final Authenticators authenticators = new Authenticators(transports, System::nanoTime);
    private final Hosts hosts = new Hosts();
    private final Credentials user = CredentialFiles.read(System.getenv(), Path.of(System.getProperty("user.home")));

    MirrorConnections.Surroundings with(Documents.Secrets secrets) {
        return new OfMirror(secrets);
    }

    @Override
    public void close() {
        authenticators.close();
        transports.close();
    }

    private static Transports transports() {
        try {
            return new Transports(
                    TransportSettings.of(new NetworkPolicy(true, false)).through(Proxies.of(System.getenv())));
        } catch (IllegalArgumentException e) {
            throw new MalformedException(String.valueOf(e.getMessage()), e);
        }
    }

    private static boolean isLoopback(Registry registry) {
        String host = registry.host();
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}");
    }

    private final class OfMirror implements MirrorConnections.Surroundings {
        private final Documents.Secrets secrets;

        OfMirror(Documents.Secrets secrets) {
            this.secrets = secrets;
        }

        @Override
        public SecretLookup secret(String name) {
            return secrets.find(name).<SecretLookup>map(SecretLookup.Found::new).orElseGet(SecretLookup.Missing::new);
        }

        @Override
        public Credentials fallback() {
            return user;
        }

        @Override
        public boolean allowsPlainHttp(Registry registry) {
            return true;
        }

        @Override
        public boolean prefersPlainHttp(Registry registry) {
            return isLoopback(registry);
        }

        @Override
        public ContentSource source(Repository repository, MirrorConnections.Way way) {
            return client(way).source(repository);
        }

        @Override
        public ContentTarget target(Repository repository, MirrorConnections.Way way) {
            return client(way).target(repository);
        }

        @Override
        public List<Quota> quotas() {
            return hosts.rateLimits().stream()
                    .map(limit -> new Quota(limit.host(), limit.remaining()))
                    .toList();
        }

        private RegistryClient client(MirrorConnections.Way way) {
            return new RegistryClient(
                    authenticators.of(way.trust()),
                    repository -> way.credentials(),
                    RegistrySettings.of(registry -> way.plainHttp(), hosts));
        }
    }
}
