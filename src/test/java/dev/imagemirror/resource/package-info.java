@NullMarked
package dev.imagemirror.resource;

import org.jspecify.annotations.NullMarked;
