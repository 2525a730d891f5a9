package dev.imagemirror.content;

import java.io.IOException;

/// A stream that does not have the length or the digest that its descriptor announced. An `IOException`, so that it
/// passes through whatever transport is pumping the stream.
public final class CorruptContentException extends IOException {
    public CorruptContentException(String message) {
        super(message);
    }
}
