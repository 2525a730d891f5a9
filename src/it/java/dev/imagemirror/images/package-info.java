/// Images for tests and the demo: made from a seed, real enough for any client, and pushed without one.
@NullMarked
package dev.imagemirror.images;

import org.jspecify.annotations.NullMarked;
