package dev.imagemirror.registry.testing;

import java.io.IOException;
import java.io.InputStream;

/// The body of a request: so many bytes of the connection and no more.
final class LimitedInput extends InputStream {
    private final InputStream in;
    private long left;

    LimitedInput(InputStream in, long length) {
        this.in = in;
        left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
        if (left == 0) {
            return -1;
        }
        int read = in.read(buffer, offset, (int) Math.min(left, count));
        if (read < 0) {
            throw new IOException("the client ended early");
        }
        left -= read;
        return read;
    }
}
