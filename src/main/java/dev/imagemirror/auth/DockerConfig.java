package dev.imagemirror.auth;

import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Repository;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The credentials of a docker `config.json`, podman `auth.json`, or of a Secret of type `dockerconfigjson` or
/// `dockercfg`. Keys name a host, or a host and a path of whole segments; the longest path comes first, and a path is
/// never widened to its host. Helpers that the document names are reported and never run. Immutable.
public final class DockerConfig implements Credentials {
    private final List<Entry> entries;
    private final List<Program> helpers;

    /// A credential and where it holds.
    record Entry(DockerConfigKey key, Credential credential) {}

    /// A credential helper and where it is to be asked.
    ///
    /// @param key null for `credsStore`, which is for every host
    /// @param place as it stands in the document: `credHelpers["quay.io"]`
    record Program(@Nullable DockerConfigKey key, String name, String place) {
        boolean isFor(Repository repository) {
            return key == null || key.matches(repository);
        }
    }

    /// @param helpers those with a key first
    DockerConfig(List<Entry> entries, List<Program> helpers) {
        // Not by Comparator.comparing: its lambda is made anew in each process, which a command waits for.
        this.entries = entries.stream()
                .sorted((one, other) -> one.key().compareTo(other.key()))
                .toList();
        this.helpers = List.copyOf(helpers);
    }

    /// Reads a `config.json`, `auth.json` or the value of a `dockerconfigjson`; at most 1 MiB, the limit of a Secret.
    ///
    /// @throws MalformedException with the place of the fault, never with a secret
    public static DockerConfig parse(byte[] document) {
        return DockerConfigReader.read(document);
    }

    /// Reads the legacy form, the value of a `dockercfg`: what else stands under `auths` is the whole document.
    ///
    /// @throws MalformedException with the place of the fault, never with a secret
    public static DockerConfig parseLegacy(byte[] document) {
        return DockerConfigReader.readLegacy(document);
    }

    @Override
    public List<Credential> find(Repository repository) {
        return entries.stream()
                .filter(entry -> entry.key().matches(repository))
                .map(Entry::credential)
                .distinct()
                .toList();
    }

    /// Where the document names credential helpers, which are not run: `credsStore`, `credHelpers["quay.io"]`.
    public List<String> unsupported() {
        return helpers.stream().map(Program::place).toList();
    }

    /// The name of the helper that is to be asked for this repository. Whoever runs it must know whose document this
    /// is: one of a tenant's would run what the tenant chose.
    public Optional<String> helper(Repository repository) {
        return helpers.stream()
                .filter(helper -> helper.isFor(repository))
                .map(Program::name)
                .findFirst();
    }

    @Override
    public String toString() {
        return "DockerConfig[%d credentials]".formatted(entries.size());
    }
}
