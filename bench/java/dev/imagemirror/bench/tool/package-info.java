/// Who copies: the tools that are measured, and what a run of one cost.
@NullMarked
package dev.imagemirror.bench.tool;

import org.jspecify.annotations.NullMarked;
