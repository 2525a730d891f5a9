package dev.imagemirror.sync;

import dev.imagemirror.content.MemoryContent;
import org.junit.jupiter.api.AutoClose;

/// A repository that is mirrored to one of its own name, where there is nothing yet.
abstract class MirrorScene {
    static final String APP = "from.example/app";

    @AutoClose
    final Mirror mirror = new Mirror();

    final MemoryContent source = mirror.from(APP);
    final MemoryContent target = mirror.to("app");
}
