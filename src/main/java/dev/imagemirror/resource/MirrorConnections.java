package dev.imagemirror.resource;

import dev.imagemirror.auth.Credential;
import dev.imagemirror.auth.CredentialException;
import dev.imagemirror.auth.Credentials;
import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.http.Trust;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Registry;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.sync.Connections;
import dev.imagemirror.sync.Quota;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The ends of one run of one mirror. Each Secret is read once per run, when it is first needed. Safe for use by many
/// threads.
public final class MirrorConnections implements Connections {
    private final MirrorAccess access;
    private final Surroundings surroundings;
    private final Map<String, SecretLookup> secrets = new ConcurrentHashMap<>();
    private final Map<Believed, Trust> trusts = new ConcurrentHashMap<>();

    /// A Secret, and the registry that it is used for.
    private record Believed(String secret, Registry registry) {}

    public MirrorConnections(MirrorAccess access, Surroundings surroundings) {
        this.access = access;
        this.surroundings = surroundings;
    }

    /// What a mirror finds where it runs: a cluster, or a command line.
    public interface Surroundings {
        /// The Secret of this name in the mirror's namespace.
        SecretLookup secret(String name);

        /// Credentials for registries that the mirror has none for, by no Secret that it names.
        Credentials fallback();

        /// Whether this registry may be spoken to by plain HTTP when a mirror asks for it.
        boolean allowsPlainHttp(Registry registry);

        /// Whether this registry is spoken to by plain HTTP though no mirror asks for it. One whose certificates a
        /// mirror names is spoken to by HTTPS all the same.
        boolean prefersPlainHttp(Registry registry);

        /// Opens a repository to read from; sends nothing yet.
        ContentSource source(Repository repository, Way way);

        /// Opens a repository to write to; sends nothing yet.
        ContentTarget target(Repository repository, Way way);

        /// What registries said of their quotas so far.
        List<Quota> quotas();
    }

    /// How one registry is reached.
    ///
    /// @param credentials in the order in which they are tried; none: anonymously
    public record Way(List<Credential> credentials, Trust trust, boolean plainHttp) {
        public Way {
            credentials = List.copyOf(credentials);
        }
    }

    @Override
    public ContentSource source(Repository repository) {
        return surroundings.source(repository, way(Side.SOURCE, repository));
    }

    @Override
    public ContentTarget target(Repository repository) {
        return surroundings.target(repository, way(Side.TARGET, repository));
    }

    @Override
    public List<Quota> quotas() {
        return surroundings.quotas();
    }

    private Way way(Side side, Repository repository) {
        MirrorAccess.Door door = access.door(side, repository.registry());
        return new Way(
                credentials(side, repository, door.secret()),
                trust(side, repository, door.certSecret()),
                plainHttp(side, repository, door));
    }

    private boolean plainHttp(Side side, Repository repository, MirrorAccess.Door door) {
        Registry registry = repository.registry();
        if (door.plainHttp() && !surroundings.allowsPlainHttp(registry)) {
            throw refused(
                    FailureKind.POLICY_DENIED,
                    side,
                    repository,
                    "plain HTTP is not allowed for %s; add it to the operator's setting plainHTTPHosts, or use HTTPS"
                            .formatted(registry));
        }
        return door.plainHttp() || (door.certSecret() == null && surroundings.prefersPlainHttp(registry));
    }

    /// The credential of the entry for this host, then those of the pull secrets. A pull secret that cannot be used
    /// matters only where nothing else was found: it may hold what is missing.
    private List<Credential> credentials(Side side, Repository repository, @Nullable String secret) {
        Credentials found = secret == null
                ? Credentials.NONE
                : read(side, repository, "secretRef", secret, content -> content.credentials(repository.registry()));
        @Nullable ContentException fault = null;
        for (String name : access.pullSecrets()) {
            try {
                found = found.then(read(side, repository, "imagePullSecrets", name, SecretContent::pullCredentials));
            } catch (ContentException e) {
                fault = fault == null ? e : fault;
            }
        }
        List<Credential> credentials = found.find(repository);
        if (credentials.isEmpty() && fault != null) {
            throw fault;
        }
        return credentials.isEmpty() && secret == null ? fallback(side, repository) : credentials;
    }

    private List<Credential> fallback(Side side, Repository repository) {
        try {
            return surroundings.fallback().find(repository);
        } catch (CredentialException e) {
            throw refused(FailureKind.SECRET_INVALID, side, repository, String.valueOf(e.getMessage()));
        }
    }

    private Trust trust(Side side, Repository repository, @Nullable String secret) {
        return secret == null
                ? Trust.SYSTEM
                : trusts.computeIfAbsent(
                        new Believed(secret, repository.registry()),
                        key -> read(
                                side, repository, "certSecretRef", secret, content -> content.trust(key.registry())));
    }

    /// @param field that names the Secret, as users write it
    private <T> T read(Side side, Repository repository, String field, String secret, Function<SecretContent, T> read) {
        SecretContent content = switch (secrets.computeIfAbsent(secret, surroundings::secret)) {
            case SecretLookup.Found(SecretContent found) -> found;
            case SecretLookup.Missing missing ->
                throw refused(
                        FailureKind.SECRET_MISSING,
                        side,
                        repository,
                        "the Secret '%s' does not exist in the mirror's namespace; create it or correct %s"
                                .formatted(secret, field));
            case SecretLookup.Forbidden(String cause) ->
                throw refused(
                        FailureKind.POLICY_DENIED, side, repository, "the Secret '%s': %s".formatted(secret, cause));
        };
        try {
            return read.apply(content);
        } catch (MalformedException e) {
            throw refused(
                    FailureKind.SECRET_INVALID,
                    side,
                    repository,
                    "the Secret '%s' cannot be used: %s; write it anew".formatted(secret, e.getMessage()));
        }
    }

    private static ContentException refused(FailureKind kind, Side side, Repository repository, String detail) {
        return new ContentException(Failure.of(kind, side, repository.toString(), "log in", detail));
    }
}
