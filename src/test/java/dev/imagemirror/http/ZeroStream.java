package dev.imagemirror.http;

import java.io.InputStream;

/// Zeros without end.
final class ZeroStream extends InputStream {
    @Override
    public int read() {
        return 0;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        return length;
    }
}
