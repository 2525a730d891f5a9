/// The command line: the same engine on files, without a cluster.
@NullMarked
package dev.imagemirror.cli;

import org.jspecify.annotations.NullMarked;
