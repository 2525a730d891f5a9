/// Generated input for the parsers, from committed seeds; the targets stand in the packages of their parsers.
@NullMarked
package dev.imagemirror.fuzz;

import org.jspecify.annotations.NullMarked;
