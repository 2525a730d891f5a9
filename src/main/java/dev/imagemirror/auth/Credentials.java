package dev.imagemirror.auth;

import dev.imagemirror.oci.Registry;
import dev.imagemirror.oci.Repository;
import java.util.ArrayList;
import java.util.List;

/// Which credentials belong to which repository. Safe for use by many threads; may answer differently later, when a
/// Secret was rotated.
@FunctionalInterface
public interface Credentials {
    Credentials NONE = repository -> List.of();

    /// The credentials for this repository, in the order in which they are tried when one is refused; none means that
    /// it is asked anonymously.
    ///
    /// @throws CredentialException when one is named that cannot be had
    List<Credential> find(Repository repository);

    /// One credential for one registry, nothing for all others.
    static Credentials of(Registry registry, Credential credential) {
        return repository -> repository.registry().equals(registry) && !credential.equals(Credential.ANONYMOUS)
                ? List.of(credential)
                : List.of();
    }

    /// These, or where they know none, those.
    default Credentials or(Credentials others) {
        return repository -> {
            List<Credential> own = find(repository);
            return own.isEmpty() ? others.find(repository) : own;
        };
    }

    /// These, and after them those.
    default Credentials then(Credentials others) {
        return repository -> {
            List<Credential> all = new ArrayList<>(find(repository));
            all.addAll(others.find(repository));
            return all.stream().distinct().toList();
        };
    }
}
