/// What `./imagemirror demo` shows: the operator at work between two real registries, on a real API server. It needs
/// the JDK and the libraries of the packaged application, no test library.
@NullMarked
package dev.imagemirror.demo;

import org.jspecify.annotations.NullMarked;
