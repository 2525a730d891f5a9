package dev.imagemirror.resource;

import dev.imagemirror.api.SecretReference;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Registry;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How each registry of a mirror is reached. The target has a door of its own, so that sources never use its
/// credential; without one it uses the entry for its host.
///
/// @param registries by host
public record MirrorAccess(Map<Registry, Door> registries, Door target) {
    public MirrorAccess {
        registries = Map.copyOf(registries);
    }

    /// @param secret the name of a Secret in the mirror's namespace; null: none
    public record Door(@Nullable String secret, boolean plainHttp) {
        static final Door ANONYMOUS = new Door(null, false);

        /// Kubernetes' rule for names of objects, a DNS subdomain.
        private static final Pattern NAME =
                Pattern.compile("(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

        static Door of(@Nullable SecretReference secretRef, boolean plainHttp) {
            if (secretRef != null && !NAME.matcher(secretRef.name()).matches()) {
                throw new MalformedException(
                        "'%s' is not the name of a Secret: lower-case letters, digits, - and ., without a namespace"
                                .formatted(secretRef.name()));
            }
            return new Door(secretRef == null ? null : secretRef.name(), plainHttp);
        }
    }

    public Door door(Side side, Registry registry) {
        Door entry = registries.getOrDefault(registry, Door.ANONYMOUS);
        return switch (side) {
            case SOURCE -> entry;
            case TARGET ->
                new Door(
                        target.secret() == null ? entry.secret() : target.secret(),
                        target.plainHttp() || entry.plainHttp());
        };
    }

    /// The names of all Secrets that the mirror uses.
    public Set<String> secrets() {
        return Stream.concat(registries.values().stream(), Stream.of(target))
                .map(Door::secret)
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }
}
