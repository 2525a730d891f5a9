package dev.imagemirror.resource;

import dev.imagemirror.auth.Credentials;
import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Registry;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.sync.Connections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The ends of one run of one mirror. Each Secret is read once per run, when it is first needed. Safe for use by many
/// threads.
public final class MirrorConnections implements Connections {
    private final MirrorAccess access;
    private final Surroundings surroundings;
    private final Map<String, Optional<SecretContent>> secrets = new ConcurrentHashMap<>();

    public MirrorConnections(MirrorAccess access, Surroundings surroundings) {
        this.access = access;
        this.surroundings = surroundings;
    }

    /// What a mirror finds where it runs: a cluster, or a command line.
    public interface Surroundings {
        /// The Secret of this name in the mirror's namespace.
        Optional<SecretContent> secret(String name);

        /// Credentials for registries that the mirror names no Secret for.
        Credentials fallback();

        /// Whether this registry may be spoken to by plain HTTP when a mirror asks for it.
        boolean allowsPlainHttp(Registry registry);

        /// Whether this registry is spoken to by plain HTTP though no mirror asks for it.
        boolean prefersPlainHttp(Registry registry);

        /// Opens a repository to read from; sends nothing yet.
        ContentSource source(Repository repository, Credentials credentials, boolean plainHttp);

        /// Opens a repository to write to; sends nothing yet.
        ContentTarget target(Repository repository, Credentials credentials, boolean plainHttp);
    }

    @Override
    public ContentSource source(Repository repository) {
        MirrorAccess.Door door = access.door(Side.SOURCE, repository.registry());
        boolean plainHttp = plainHttp(Side.SOURCE, repository, door);
        return surroundings.source(repository, credentials(Side.SOURCE, repository, door.secret()), plainHttp);
    }

    @Override
    public ContentTarget target(Repository repository) {
        MirrorAccess.Door door = access.door(Side.TARGET, repository.registry());
        boolean plainHttp = plainHttp(Side.TARGET, repository, door);
        return surroundings.target(repository, credentials(Side.TARGET, repository, door.secret()), plainHttp);
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
        return door.plainHttp() || surroundings.prefersPlainHttp(registry);
    }

    private Credentials credentials(Side side, Repository repository, @Nullable String secret) {
        if (secret == null) {
            return surroundings.fallback();
        }
        SecretContent content = secrets.computeIfAbsent(secret, surroundings::secret)
                .orElseThrow(() -> refused(
                        FailureKind.SECRET_MISSING,
                        side,
                        repository,
                        "the Secret '%s' does not exist in the mirror's namespace; create it or correct secretRef"
                                .formatted(secret)));
        try {
            return content.credentials(repository.registry());
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
