package dev.imagemirror.resource;

import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Registry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How each registry of a mirror is reached. The target has a door of its own, so that sources never use its
/// credential; without one it uses the entry for its host.
///
/// @param registries by host
/// @param pullSecrets the names of Secrets whose credentials are tried after those of the door, at any registry
public record MirrorAccess(Map<Registry, Door> registries, Door target, List<String> pullSecrets) {
    public MirrorAccess {
        registries = Map.copyOf(registries);
        pullSecrets = List.copyOf(pullSecrets);
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
        Stream<String> ofDoors = Stream.concat(registries.values().stream(), Stream.of(target))
                .flatMap(door -> Stream.of(Optional.ofNullable(door.secret()), Optional.ofNullable(door.certSecret())))
                .flatMap(Optional::stream);
        return Stream.concat(ofDoors, pullSecrets.stream()).collect(Collectors.toUnmodifiableSet());
    }
}
