package dev.imagemirror.http;

import java.io.FilterInputStream;
import java.io.IOException;

/// Gives at most so many bytes of an answer and fails, with the name of the limit, when there are more.
final class BoundedStream extends FilterInputStream {
    private final Response response;
    private final long limit;
    private final String what;
    private long count;

    BoundedStream(Response response, long limit, String what) {
        super(response.body());
        this.response = response;
        this.limit = limit;
        this.what = what;
    }

    @Override
    public int read() throws IOException {
        int octet = in.read();
        add(octet < 0 ? 0 : 1);
        return octet;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = in.read(buffer, offset, length);
        add(Math.max(read, 0));
        return read;
    }

    static TransportException exceeded(Response response, long limit, String what) {
        return new TransportException(
                TransportFault.LIMIT_EXCEEDED,
                Origin.of(response.uri()).authority(),
                "%s is longer than the limit of %d bytes".formatted(what, limit));
    }

    private void add(int read) {
        count += read;
        if (count > limit) {
            throw exceeded(response, limit, what);
        }
    }
}
