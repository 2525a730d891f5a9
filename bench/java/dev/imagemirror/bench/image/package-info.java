/// What is copied: sets of images made from seeds, and registries' storage filled with them.
@NullMarked
package dev.imagemirror.bench.image;

import org.jspecify.annotations.NullMarked;
