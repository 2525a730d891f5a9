package dev.imagemirror.resource;

import dev.imagemirror.auth.Credential;
import dev.imagemirror.auth.Credentials;
import dev.imagemirror.auth.DockerConfig;
import dev.imagemirror.http.Trust;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Registry;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a Kubernetes Secret holds. Its text form and its faults never show a value.
public record SecretContent(String type, Map<String, byte[]> data) {
    private static final String DOCKER_CONFIG = ".dockerconfigjson";
    private static final String DOCKER_CONFIG_OLD = ".dockercfg";

    public SecretContent {
        data = Map.copyOf(data);
    }

    /// The credentials in it: docker's configuration for the hosts it names, a user name and password for `host` only.
    ///
    /// @throws MalformedException naming the key that is missing or wrong
    public Credentials credentials(Registry host) {
        return switch (type) {
            case "kubernetes.io/dockerconfigjson", "kubernetes.io/dockercfg" -> pullCredentials();
            case "kubernetes.io/basic-auth" ->
                Credentials.of(host, new Credential.Basic(text("username"), text("password")));
            default ->
                throw new MalformedException(
                        "its type is %s, but kubernetes.io/dockerconfigjson or kubernetes.io/basic-auth is needed"
                                .formatted(type));
        };
    }

    /// The credentials in a pull secret, each for the hosts and paths that it names.
    ///
    /// @throws MalformedException naming the key that is missing or wrong
    public Credentials pullCredentials() {
        return switch (type) {
            case "kubernetes.io/dockerconfigjson" -> dockerConfig();
            case "kubernetes.io/dockercfg" -> DockerConfig.parseLegacy(value(DOCKER_CONFIG_OLD));
            default ->
                throw new MalformedException(
                        "its type is %s, but a pull secret names its hosts: kubernetes.io/dockerconfigjson is needed"
                                .formatted(type));
        };
    }

    /// The certificates in it (`ca.crt`, `tls.crt`, `tls.key`), whatever its type is.
    ///
    /// @param host the registry that the client certificate is for
    /// @throws MalformedException naming the key that is missing or wrong
    public Trust trust(Registry host) {
        return new TrustReader(data).read(host);
    }

    @Override
    public String toString() {
        return "Secret[%s, keys %s]".formatted(type, data.keySet());
    }

    private Credentials dockerConfig() {
        DockerConfig config = DockerConfig.parse(value(DOCKER_CONFIG));
        if (!config.unsupported().isEmpty()) {
            throw new MalformedException("%s asks for a credential helper (%s), which is never run from a Secret"
                    .formatted(DOCKER_CONFIG, String.join(", ", config.unsupported())));
        }
        return config;
    }

    private String text(String key) {
        return new String(value(key), StandardCharsets.UTF_8);
    }

    private byte[] value(String key) {
        byte @Nullable [] value = data.get(key);
        if (value == null) {
            throw new MalformedException("the key %s is missing".formatted(key));
        }
        return value;
    }
}
