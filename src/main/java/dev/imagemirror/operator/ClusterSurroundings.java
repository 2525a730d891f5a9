package dev.imagemirror.operator;

import dev.imagemirror.auth.Authenticator;
import dev.imagemirror.auth.Credentials;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.http.Transport;
import dev.imagemirror.oci.Registry;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.registry.Hosts;
import dev.imagemirror.registry.RegistryClient;
import dev.imagemirror.registry.RegistrySettings;
import dev.imagemirror.resource.MirrorConnections;
import dev.imagemirror.resource.SecretContent;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What one run of one mirror finds in the cluster. Tokens and refused credentials are remembered for this run only,
/// so that a rotated Secret counts from the next run on.
final class ClusterSurroundings implements MirrorConnections.Surroundings {
    private final KubernetesClient client;
    private final String namespace;
    private final Set<String> plainHttpHosts;
    private final Hosts hosts;
    private final Authenticator authenticator;

    ClusterSurroundings(
            KubernetesClient client, String namespace, Set<String> plainHttpHosts, Transport transport, Hosts hosts) {
        this.client = client;
        this.namespace = namespace;
        this.plainHttpHosts = plainHttpHosts;
        this.hosts = hosts;
        this.authenticator = new Authenticator(transport, System::nanoTime);
    }

    @Override
    public Optional<SecretContent> secret(String name) {
        return Optional.ofNullable(
                        client.secrets().inNamespace(namespace).withName(name).get())
                .map(ClusterSurroundings::content);
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
    public ContentSource source(Repository repository, Credentials credentials, boolean plainHttp) {
        return client(credentials, plainHttp).source(repository);
    }

    @Override
    public ContentTarget target(Repository repository, Credentials credentials, boolean plainHttp) {
        return client(credentials, plainHttp).target(repository);
    }

    private RegistryClient client(Credentials credentials, boolean plainHttp) {
        return new RegistryClient(authenticator, credentials, RegistrySettings.of(registry -> plainHttp, hosts));
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
