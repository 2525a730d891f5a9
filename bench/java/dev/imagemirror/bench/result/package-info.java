/// What was measured, and the least that it could have been.
@NullMarked
package dev.imagemirror.bench.result;

import org.jspecify.annotations.NullMarked;
