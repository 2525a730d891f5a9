package dev.imagemirror.content;

import java.io.IOException;
import java.io.InputStream;

/// A stream that gives its bytes in blocks. A single byte is a block of one, so that whatever is done to a block, to
/// hash it or to count it, is done in one place. Not safe for use by several threads.
public abstract class BlockStream extends InputStream {
    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public abstract int read(byte[] buffer, int offset, int length) throws IOException;
}
