package dev.imagemirror.copy;

import dev.imagemirror.oci.Digest;
import org.jspecify.annotations.Nullable;

/// What tests expect a target's tag to name.
final class Expectations {
    private Expectations() {}

    /// @param replaced what is written over; null when nothing is asked before the write
    static Expectation replacing(@Nullable Digest replaced) {
        return replaced == null ? Expectation.ANYTHING : new Expectation.Content(replaced);
    }
}
