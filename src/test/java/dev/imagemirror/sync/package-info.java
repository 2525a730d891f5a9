@NullMarked
package dev.imagemirror.sync;

import org.jspecify.annotations.NullMarked;
