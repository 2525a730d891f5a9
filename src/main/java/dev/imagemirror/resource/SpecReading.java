package dev.imagemirror.resource;

import dev.imagemirror.api.ImageMirrorSpec;
import dev.imagemirror.api.Reason;

/// How the reading of a specification ended.
public sealed interface SpecReading {
    record Understood(MirrorSpecification specification) implements SpecReading {}

    /// @param reason `InvalidSpec` or `TargetConflict`
    /// @param message names the field, the fault and what would do
    record Refused(Reason reason, String message) implements SpecReading {}

    static SpecReading of(ImageMirrorSpec spec) {
        return new SpecReader(spec).read();
    }
}
