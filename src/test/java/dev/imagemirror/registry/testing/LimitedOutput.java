package dev.imagemirror.registry.testing;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Writes at most so many bytes, and ends with an [EnoughException] where more come.
final class LimitedOutput extends FilterOutputStream {
    private long left;

    LimitedOutput(OutputStream out, long limit) {
        super(out);
        left = limit;
    }

    /// So many bytes were to be written and no more.
    static final class EnoughException extends IOException {}

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        int now = (int) Math.min(left, count);
        out.write(bytes, offset, now);
        left -= now;
        if (now < count) {
            throw new EnoughException();
        }
    }
}
