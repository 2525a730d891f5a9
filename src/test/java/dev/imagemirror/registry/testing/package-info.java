/// A registry for tests: in process, over real sockets, with faults on request. See [TestRegistry].
@NullMarked
package dev.imagemirror.registry.testing;

import org.jspecify.annotations.NullMarked;
