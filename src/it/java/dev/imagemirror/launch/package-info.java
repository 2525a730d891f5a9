/// How the packaged command line is started, and how the cache comes about that makes it start fast.
@NullMarked
package dev.imagemirror.launch;

import org.jspecify.annotations.NullMarked;
