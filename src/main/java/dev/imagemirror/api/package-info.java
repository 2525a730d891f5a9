/// The custom resource as users write and read it: specification, status, states and reasons. Every record reads what
/// an API server holds, unknown fields included, and applies the documented defaults, so that cluster and command line
/// see the same specification.
@NullMarked
package dev.imagemirror.api;

import org.jspecify.annotations.NullMarked;
