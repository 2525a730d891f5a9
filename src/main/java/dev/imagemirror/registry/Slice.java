package dev.imagemirror.registry;

import dev.imagemirror.content.BlockStream;
import java.io.IOException;
import java.io.InputStream;

/// The next so many bytes of a stream, which stays open. Not safe for use by several threads.
final class Slice extends BlockStream {
    private final InputStream whole;
    private long left;

    Slice(InputStream whole, long length) {
        this.whole = whole;
        this.left = length;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = whole.read(buffer, offset, (int) Math.min(left, length));
        left -= Math.max(count, 0);
        return count;
    }
}
