package dev.imagemirror.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// The registry that receives the images, and the names that they get there.
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Target(
        @JsonPropertyDescription("Host and optional port of the registry, for example registry.company.io:5000.")
        @Required
        @Size(min = 1, max = 255)
        @ValidationRule(value = Grammar.HOST_RULE, messageExpression = Grammar.HOST_MESSAGE)
        String registry,

        @JsonPropertyDescription("Path before the name of each repository, at most 255 characters. Empty (the"
                + " default): the host of the source without its port, with dots as slashes, so quay.io becomes"
                + " /quay/io/ and Docker Hub /registry/hub/docker/com/. A single slash: no prefix. Slashes that are"
                + " missing at either end are added.")
        @Size(max = 255)
        @ValidationRule(value = Grammar.PREFIX_RULE, messageExpression = Grammar.PREFIX_MESSAGE)
        String prefix,

        @JsonPropertyDescription("Joins the segments of the source's path, for registries with few levels: / (the"
                + " default), -, _, . or __. The prefix keeps its slashes.")
        @Default("/")
        PathSeparator pathSeparator,

        @JsonPropertyDescription("Template of the target path, 1 to 255 characters, default {prefix}{path}. {registry}"
                + " is the host of the source without its port, {prefix} what prefix says, {path} the source's path"
                + " joined by pathSeparator, {name} its last segment.")
        @Default("'" + Target.DEFAULT_PATH + "'")
        @Size(min = 1, max = 255)
        @ValidationRule(value = Grammar.PATH_TEMPLATE_RULE, message = Grammar.PATH_TEMPLATE_MESSAGE)
        String path,

        @JsonPropertyDescription("Template of the target tag, 1 to 255 characters, default {tag}. It holds {tag} once"
                + " unless every source that it counts for is one tag.")
        @Default("'" + Target.DEFAULT_TAG + "'")
        @Size(min = 1, max = 255)
        @ValidationRule(value = Grammar.TAG_TEMPLATE_RULE, message = Grammar.TAG_TEMPLATE_MESSAGE)
        String tag,

        @JsonPropertyDescription("Secret of this namespace with the credential that may push, of type"
                + " kubernetes.io/dockerconfigjson or kubernetes.io/basic-auth. Without it the entry of registries"
                + " for this host is used. Sources never use this credential.")
        @Nullable
        SecretReference secretRef,

        @JsonPropertyDescription(
                "Secret of this namespace with what TLS to this registry needs: ca.crt, the certificates"
                        + " of authorities that are trusted besides the usual ones; tls.crt and tls.key, a client"
                        + " certificate and its key without a password. All in PEM; either part may be missing. Without it"
                        + " the entry of registries for this host is used.")
        @Nullable
        SecretReference certSecretRef,

        @JsonPropertyDescription("Speaks plain HTTP instead of HTTPS to this registry. The operator's setting"
                + " plainHTTPHosts must name the host. Default false.")
        boolean plainHTTP) {
    static final String DEFAULT_PATH = "{prefix}{path}";
    static final String DEFAULT_TAG = "{tag}";
    static final Target MISSING =
            new Target("", "", PathSeparator.SLASH, Target.DEFAULT_PATH, Target.DEFAULT_TAG, null, null, false);

    public Target {
        registry = registry == null ? "" : registry;
        prefix = prefix == null ? "" : prefix;
        pathSeparator = pathSeparator == null ? PathSeparator.SLASH : pathSeparator;
        path = path == null ? DEFAULT_PATH : path;
        tag = tag == null ? DEFAULT_TAG : tag;
    }
}
