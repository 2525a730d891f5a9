package dev.imagemirror.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.time.Duration;

/// Gives at most so many bytes of an answer and fails, with the name of the limit, when there are more, or when they
/// take too long altogether.
final class BoundedStream extends FilterInputStream {
    /// For the whole body, the largest of which, a page of a tag list, has some megabytes.
    static final Duration TIME = Duration.ofMinutes(5);

    private final long start = System.nanoTime();
    private final Duration time;
    private final Response response;
    private final long limit;
    private final String what;
    private long count;

    BoundedStream(Response response, long limit, String what, Duration time) {
        super(response.body());
        this.time = time;
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
        if (System.nanoTime() - start > time.toNanos()) {
            throw new TransportException(
                    TransportFault.TIMEOUT,
                    Origin.of(response.uri()).authority(),
                    "%s took longer than %d s".formatted(what, time.toSeconds()));
        }
    }
}
