/// What stands between: delays, a limit on requests, and how fast this machine is at most.
@NullMarked
package dev.imagemirror.bench.net;

import org.jspecify.annotations.NullMarked;
