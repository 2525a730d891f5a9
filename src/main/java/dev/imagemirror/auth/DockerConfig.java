package dev.imagemirror.auth;

import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Repository;
import java.util.Comparator;
import java.util.List;

/// The credentials of a docker `config.json`, podman `auth.json`, or of a Secret of type `dockerconfigjson` or
/// `dockercfg`. Keys name a host, or a host and a path of whole segments; the longest path wins, and a path is never
/// widened to its host. Helpers that the document names are reported and never run. Immutable.
public final class DockerConfig implements Credentials {
    private final List<Entry> entries;
    private final List<String> helpers;

    /// A credential and where it holds.
    record Entry(DockerConfigKey key, Credential credential) {}

    DockerConfig(List<Entry> entries, List<String> helpers) {
        this.entries = entries.stream().sorted(Comparator.comparing(Entry::key)).toList();
        this.helpers = List.copyOf(helpers);
    }

    /// Reads either form; at most 1 MiB, the limit of a Secret.
    ///
    /// @throws MalformedException with the place of the fault, never with a secret
    public static DockerConfig parse(byte[] document) {
        return DockerConfigReader.read(document);
    }

    @Override
    public Credential find(Repository repository) {
        return entries.stream()
                .filter(entry -> entry.key().matches(repository))
                .map(Entry::credential)
                .findFirst()
                .orElse(Credential.ANONYMOUS);
    }

    /// Where the document names credential helpers, which are not run: `credsStore`, `credHelpers["quay.io"]`.
    public List<String> unsupported() {
        return helpers;
    }

    @Override
    public String toString() {
        return "DockerConfig[%d credentials]".formatted(entries.size());
    }
}
