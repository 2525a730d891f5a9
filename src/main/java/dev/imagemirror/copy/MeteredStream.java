package dev.imagemirror.copy;

import dev.imagemirror.content.BlockStream;
import dev.imagemirror.content.Side;
import java.io.IOException;
import java.io.InputStream;

/// Counts a blob's bytes and notes which side the copy waits for: inside a read the source, outside it the target.
final class MeteredStream extends BlockStream {
    private final InputStream in;
    private final Transfer transfer;
    private final Progress progress;
    private long count;

    MeteredStream(InputStream in, Transfer transfer, Progress progress) {
        this.in = in;
        this.transfer = transfer;
        this.progress = progress;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        transfer.waitFor(Side.SOURCE);
        int read = in.read(buffer, offset, length);
        transfer.waitFor(Side.TARGET);
        if (read > 0) {
            count += read;
            transfer.moved(read);
            progress.moveBytes(read);
        }
        return read;
    }

    /// Bytes that were read.
    long count() {
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
