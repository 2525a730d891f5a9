/// imagemirror: the entry point; `ARCHITECTURE.md` has the map.
@NullMarked
package dev.imagemirror;

import org.jspecify.annotations.NullMarked;
