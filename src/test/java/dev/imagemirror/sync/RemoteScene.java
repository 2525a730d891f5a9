package dev.imagemirror.sync;

import dev.imagemirror.registry.testing.TestRegistry;
import org.junit.jupiter.api.AutoClose;

/// Two registries with a mirror between them.
abstract class RemoteScene {
    @AutoClose
    final TestRegistry from = TestRegistry.start();

    @AutoClose
    final TestRegistry to = TestRegistry.start();

    @AutoClose
    final RemoteMirror mirror = new RemoteMirror(from, to);
}
