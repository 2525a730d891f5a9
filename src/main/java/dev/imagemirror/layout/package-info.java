/// OCI image layouts, in folders and in tar archives, as sources and targets; docker's archives as targets.
@NullMarked
package dev.imagemirror.layout;

import org.jspecify.annotations.NullMarked;
