package dev.imagemirror.bench.result;

import dev.imagemirror.bench.tool.Usage;
import java.util.Optional;

/// One measured run.
///
/// @param source  requests that it made there
/// @param target  requests that it made there
/// @param problem what the tool failed with, or what is wrong with its result
public record Round(Usage usage, Requests source, Requests target, Optional<String> problem) {

    public long requests() {
        return source.total() + target.total();
    }
}
