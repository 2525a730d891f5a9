/// Copies one image: children before parents, the tag last, every byte verified.
@NullMarked
package dev.imagemirror.copy;

import org.jspecify.annotations.NullMarked;
