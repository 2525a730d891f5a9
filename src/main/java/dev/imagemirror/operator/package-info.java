/// The operator: a short decision per event, runs beside it, status by a plain client.
@NullMarked
package dev.imagemirror.operator;

import org.jspecify.annotations.NullMarked;
