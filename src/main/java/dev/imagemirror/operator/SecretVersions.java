package dev.imagemirror.operator;

import dev.imagemirror.resource.MirrorAccess;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Which Secrets a mirror names, and in which version they stood: read every minute while a person must act on one.
///
/// @param versions by name; empty text: there was none
record SecretVersions(Map<String, String> versions) {
    SecretVersions {
        versions = Map.copyOf(versions);
    }

    static SecretVersions read(KubernetesClient client, String namespace, MirrorAccess access) {
        Map<String, String> versions = new TreeMap<>();
        for (String name : access.secrets()) {
            Optional<Secret> secret = Optional.ofNullable(
                    client.secrets().inNamespace(namespace).withName(name).get());
            versions.put(
                    name, secret.map(s -> s.getMetadata().getResourceVersion()).orElse(""));
        }
        return new SecretVersions(versions);
    }
}
