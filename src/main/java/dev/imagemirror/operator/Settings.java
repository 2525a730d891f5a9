package dev.imagemirror.operator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import java.util.Set;

/// Every setting of the operator, each also as an environment variable (`IMAGEMIRROR_STATUS_BUDGET`).
@ConfigMapping(prefix = "imagemirror")
public interface Settings {
    Network network();

    /// Registries, with their port, that mirrors may speak plain HTTP to (`plainHTTP`).
    Optional<Set<String>> plainHttpHosts();

    /// Bytes that a status may have, 16384 to 1048576. Beyond it tag lists are cut.
    @WithDefault("262144")
    int statusBudget();

    LeaderElection leaderElection();

    Runs runs();

    /// Addresses that no mirror reaches unless allowed here. Private addresses can always be reached.
    interface Network {
        /// 127.0.0.0/8 and ::1: the operator's own pod.
        @WithDefault("false")
        boolean allowLoopback();

        /// 169.254.0.0/16 and fe80::/10, where clouds serve their metadata.
        @WithDefault("false")
        boolean allowLinkLocal();
    }

    interface LeaderElection {
        /// Off only where one operator alone can ever run.
        @WithDefault("true")
        boolean enabled();

        /// Where the Lease is; without it the operator's own namespace.
        Optional<String> namespace();
    }

    interface Runs {
        /// Mirrors whose runs are under way at once, 1 to 256; others wait for their turn.
        @WithDefault("16")
        int atOnce();
    }

    /// The value of a setting that has bounds.
    ///
    /// @throws IllegalArgumentException when it is outside of them; the operator does not start then
    static int checked(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "the setting imagemirror.%s is %d: %d to %d is allowed".formatted(name, value, least, most));
        }
        return value;
    }
}
