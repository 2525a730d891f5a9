package dev.imagemirror.sync;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.MemoryContent.Call;
import dev.imagemirror.content.Side;

/// Hooks that make calls fail.
final class Troubles {
    private Troubles() {}

    /// Every call of this kind meets a host that is away.
    static MemoryContent.Hook unreachable(Call call) {
        return new MemoryContent.Hook() {
            @Override
            public void before(MemoryContent.Entry entry) {
                if (entry.call() == call) {
                    throw new ContentException(
                            Failure.of(FailureKind.UNREACHABLE, Side.SOURCE, "a host", "ask", "it is away"));
                }
            }
        };
    }
}
