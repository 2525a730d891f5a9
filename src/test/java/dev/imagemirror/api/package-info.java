/// The resource on a real API server, and the files that the build generates from it.
@NullMarked
package dev.imagemirror.api;

import org.jspecify.annotations.NullMarked;
