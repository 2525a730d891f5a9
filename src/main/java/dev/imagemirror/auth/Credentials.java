package dev.imagemirror.auth;

import dev.imagemirror.oci.Registry;
import dev.imagemirror.oci.Repository;

/// Which credential belongs to which repository. Safe for use by many threads; may answer differently later, when a
/// Secret was rotated.
@FunctionalInterface
public interface Credentials {
    Credentials NONE = repository -> Credential.ANONYMOUS;

    /// The credential for this repository, [Credential#ANONYMOUS] when there is none.
    Credential find(Repository repository);

    /// One credential for one registry, nothing for all others.
    static Credentials of(Registry registry, Credential credential) {
        return repository -> repository.registry().equals(registry) ? credential : Credential.ANONYMOUS;
    }

    /// These, or where they know none, those.
    default Credentials or(Credentials others) {
        return repository -> {
            Credential own = find(repository);
            return own.equals(Credential.ANONYMOUS) ? others.find(repository) : own;
        };
    }
}
