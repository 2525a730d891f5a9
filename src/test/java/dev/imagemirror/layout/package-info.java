@NullMarked
package dev.imagemirror.layout;

import org.jspecify.annotations.NullMarked;
