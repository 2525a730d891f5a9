/// The ports of the copy engine: where content comes from, where it goes, and what can go wrong on either side.
@NullMarked
package dev.imagemirror.content;

import org.jspecify.annotations.NullMarked;
