package dev.imagemirror.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// How one registry is reached.
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RegistryAccess(
        @JsonPropertyDescription(
                "Host and optional port that this entry is for, as in the sources; docker.io for" + " Docker Hub.")
        @Required
        @Size(min = 1, max = 255)
        @ValidationRule(value = Grammar.HOST_RULE, messageExpression = Grammar.HOST_MESSAGE)
        String host,

        @JsonPropertyDescription("Secret of this namespace with the credential for this host, of type"
                + " kubernetes.io/dockerconfigjson or kubernetes.io/basic-auth.")
        @Nullable
        SecretReference secretRef,

        @JsonPropertyDescription(
                "Secret of this namespace with what TLS to this host needs: ca.crt, the certificates of"
                        + " authorities that are trusted besides the usual ones; tls.crt and tls.key, a client certificate"
                        + " and its key without a password. All in PEM; either part may be missing.")
        @Nullable
        SecretReference certSecretRef,

        @JsonPropertyDescription("Speaks plain HTTP instead of HTTPS to this host. The operator's setting"
                + " plainHTTPHosts must name the host. Default false.")
        boolean plainHTTP) {
    public RegistryAccess {
        host = host == null ? "" : host;
    }
}
