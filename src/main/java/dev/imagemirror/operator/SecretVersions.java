package dev.imagemirror.operator;

import dev.imagemirror.resource.MirrorAccess;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Which Secrets a mirror names, and in which version they stood: read every minute while a person must act on one.
///
/// @param versions by name; empty text: there was none; `forbidden`: it may not be read
record SecretVersions(Map<String, String> versions) {
    SecretVersions {
        versions = Map.copyOf(versions);
    }

    static SecretVersions read(KubernetesClient client, String namespace, MirrorAccess access) {
        Map<String, String> versions = new TreeMap<>();
        for (String name : access.secrets()) {
            versions.put(name, version(client, namespace, name));
        }
        return new SecretVersions(versions);
    }

    private static String version(KubernetesClient client, String namespace, String name) {
        try {
            return Optional.ofNullable(client.secrets()
                            .inNamespace(namespace)
                            .withName(name)
                            .get())
                    .map(secret -> secret.getMetadata().getResourceVersion())
                    .orElse("");
        } catch (KubernetesClientException e) {
            if (e.getCode() == ClusterSurroundings.HTTP_FORBIDDEN) {
                return "forbidden";
            }
            throw e;
        }
    }
}
