package dev.imagemirror.registry;

import dev.imagemirror.oci.Registry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Predicate;

/// What a [RegistryClient] needs to know of its surroundings.
///
/// @param plainHttp the registries that are spoken to without TLS; all others get https and nothing else
/// @param hosts what the whole process knows of registries
/// @param clock tells how far away the date of a `Retry-After` is
/// @param retries how often a request is repeated: a read after a broken connection or a 502, 503 or 504, any but a
///     streamed one after it was turned away for a while
/// @param pause about how long to wait before the first repetition; doubles with each. Longer waits are the caller's
public record RegistrySettings(
        Predicate<Registry> plainHttp, Hosts hosts, InstantSource clock, int retries, Duration pause) {
    public static final int RETRIES = 2;
    public static final Duration PAUSE = Duration.ofMillis(150);

    public RegistrySettings {
        if (retries < 0 || pause.isNegative()) {
            throw new IllegalArgumentException("retries and pause cannot be negative");
        }
    }

    public static RegistrySettings of(Predicate<Registry> plainHttp, Hosts hosts) {
        return new RegistrySettings(plainHttp, hosts, InstantSource.system(), RETRIES, PAUSE);
    }
}
