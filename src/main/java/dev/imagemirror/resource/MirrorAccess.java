package dev.imagemirror.resource;

import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Registry;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

    /// @param secret the name of a Secret in the mirror's namespace with the credential; null: none
    /// @param certSecret the same with the trust
    public record Door(@Nullable String secret, @Nullable String certSecret, boolean plainHttp) {
        static final Door ANONYMOUS = new Door(null, null, false);

        /// This door; where it says nothing, that one.
        Door or(Door other) {
            return new Door(
                    secret == null ? other.secret : secret,
                    certSecret == null ? other.certSecret : certSecret,
                    plainHttp || other.plainHttp);
        }
    }

    public Door door(Side side, Registry registry) {
        Door entry = registries.getOrDefault(registry, Door.ANONYMOUS);
        return switch (side) {
            case SOURCE -> entry;
            case TARGET -> target.or(entry);
        };
    }

    /// The names of all Secrets that the mirror uses.
    public Set<String> secrets() {
        return Stream.concat(registries.values().stream(), Stream.of(target))
                .<@Nullable String>mapMulti((door, names) -> {
                    names.accept(door.secret());
                    names.accept(door.certSecret());
                })
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }
}
