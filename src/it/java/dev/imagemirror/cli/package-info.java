/// The packaged command line between real registries.
@NullMarked
package dev.imagemirror.cli;

import org.jspecify.annotations.NullMarked;
