package dev.imagemirror.bench.tool;

import java.time.Duration;
import java.util.Optional;

/// What one run of a tool cost.
///
/// @param cpu     of its process, user and system
/// @param peak    most bytes of memory that were resident at once
/// @param exit    from the last line that it printed to its end; all of `wall` when it prints nothing
/// @param problem why the tool did not succeed
public record Usage(Duration wall, Duration cpu, long peak, Duration exit, Optional<String> problem) {

    static Usage failed(String problem) {
        return new Usage(Duration.ZERO, Duration.ZERO, 0, Duration.ZERO, Optional.of(problem));
    }
}
