@NullMarked
package dev.imagemirror.operator;

import org.jspecify.annotations.NullMarked;
