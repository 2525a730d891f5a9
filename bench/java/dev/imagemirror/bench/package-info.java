/// Measures imagemirror beside the tools that people use today; `bench/run` starts it.
@NullMarked
package dev.imagemirror.bench;

import org.jspecify.annotations.NullMarked;
