package dev.imagemirror.operator;

import dev.imagemirror.auth.Authenticators;
import dev.imagemirror.auth.Credentials;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.http.Transports;
import dev.imagemirror.oci.Registry;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.registry.Hosts;
import dev.imagemirror.registry.RegistryClient;
import dev.imagemirror.registry.RegistrySettings;
import dev.imagemirror.resource.MirrorConnections;
import dev.imagemirror.resource.SecretContent;
import dev.imagemirror.resource.SecretLookup;
import dev.imagemirror.sync.Quota;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What one run of one mirror finds in the cluster. Tokens and refused credentials are remembered for this run only,
/// so that a rotated Secret counts from the next run on.
final class ClusterSurroundings implements MirrorConnections.Surroundings, AutoCloseable {
    static final int HTTP_FORBIDDEN = 403;

    private final KubernetesClient client;
    private final String namespace;
    private final Set<String> plainHttpHosts;
    private final Hosts hosts;
    private final Authenticators authenticators;

    ClusterSurroundings(
            KubernetesClient client, String namespace, Set<String> plainHttpHosts, Transports transports, Hosts hosts) {
        this.client = client;
        this.namespace = namespace;
        this.plainHttpHosts = plainHttpHosts;
        this.hosts = hosts;
        this.authenticators = new Authenticators(transports, System::nanoTime);
    }

    @Override
    public SecretLookup secret(String name) {
        try {
            return Optional.ofNullable(client.secrets()
                            .inNamespace(namespace)
                            .withName(name)
                            .get())
                    .<SecretLookup>map(secret -> new SecretLookup.Found(content(secret)))
                    .orElseGet(SecretLookup.Missing::new);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HTTP_FORBIDDEN) {
                throw e;
            }
            return new SecretLookup.Forbidden(
                    "the operator may not read it; let its service account get Secrets in the namespace '%s'"
                            .formatted(namespace));
        }
    }

    @Override
    public Credentials fallback() {
        return Credentials.NONE;
    }

    @Override
    public boolean allowsPlainHttp(Registry registry) {
        return plainHttpHosts.contains(registry.name());
    }

    @Override
    public boolean prefersPlainHttp(Registry registry) {
        return false;
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

    /// Closes the connections that only this run may use.
    @Override
    public void close() {
        authenticators.close();
    }

    private RegistryClient client(MirrorConnections.Way way) {
        return new RegistryClient(
                authenticators.of(way.trust()),
                repository -> way.credentials(),
                RegistrySettings.of(registry -> way.plainHttp(), hosts));
    }

    private static SecretContent content(Secret secret) {
        Map<String, byte[]> data = new HashMap<>();
        if (secret.getData() != null) {
            secret.getData()
                    .forEach((key, value) -> data.put(key, Base64.getDecoder().decode(value)));
        }
        return new SecretContent(secret.getType(), data);
    }
}
