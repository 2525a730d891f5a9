/// Measurements, run by `./mvnw verify -Pbench`, which writes the marked sections of `docs/benchmarks.md`.
@NullMarked
package dev.imagemirror.bench;

import org.jspecify.annotations.NullMarked;
