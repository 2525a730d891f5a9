package dev.imagemirror.registry;

import java.io.IOException;
import java.io.InputStream;

/// The next so many bytes of a stream, which stays open. Not safe for use by several threads.
final class Slice extends InputStream {
    private final InputStream whole;
    private long left;

    Slice(InputStream whole, long length) {
        this.whole = whole;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
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
