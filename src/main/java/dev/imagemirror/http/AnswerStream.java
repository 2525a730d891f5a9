package dev.imagemirror.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/// The body of an answer. Its faults are [TransportException]s. Closing it before the end aborts the exchange: the
/// library's own close would read the rest first, which for a layer is gigabytes.
final class AnswerStream extends FilterInputStream {
    private final HttpUriRequestBase message;
    private final Function<IOException, TransportException> faults;
    private boolean ended;

    AnswerStream(InputStream content, HttpUriRequestBase message, Function<IOException, TransportException> faults) {
        super(content);
        this.message = message;
        this.faults = faults;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        try {
            int read = ended ? -1 : in.read(buffer, offset, length);
            ended |= read < 0;
            return read;
        } catch (IOException e) {
            close();
            throw faults.apply(e);
        }
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            message.abort();
        }
    }
}
