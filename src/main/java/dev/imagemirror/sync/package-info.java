/// What to copy: specifications, selection, mapping, states, and the run that brings a target in line. Knows no HTTP
/// and no Kubernetes.
@NullMarked
package dev.imagemirror.sync;

import org.jspecify.annotations.NullMarked;
