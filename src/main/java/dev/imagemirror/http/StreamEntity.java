package dev.imagemirror.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/// Sends a stream of known length through one buffer, and tells apart which of the two ends failed.
final class StreamEntity extends AbstractHttpEntity {
    private static final int BUFFER = 64 * 1024;

    private final Body.Stream body;

    StreamEntity(Body.Stream body) {
        super((String) null, null);
        this.body = body;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        byte[] buffer = new byte[Math.clamp(body.length(), 1, BUFFER)];
        long left = body.length();
        while (left > 0) {
            int read = read(buffer, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw new BrokenBodyException(new IOException("the stream ended %d bytes early".formatted(left)));
            }
            out.write(buffer, 0, read);
            left -= read;
        }
        if (read(buffer, 1) >= 0) {
            throw new BrokenBodyException(new IOException("the stream is longer than announced"));
        }
    }

    private int read(byte[] buffer, int length) throws BrokenBodyException {
        try {
            return body.stream().read(buffer, 0, length);
        } catch (IOException e) {
            throw new BrokenBodyException(e);
        }
    }

    @Override
    public long getContentLength() {
        return body.length();
    }

    @Override
    public boolean isRepeatable() {
        return false;
    }

    @Override
    public boolean isStreaming() {
        return true;
    }

    @Override
    public InputStream getContent() {
        return body.stream();
    }

    @Override
    public void close() {
        // The stream belongs to the caller.
    }

    /// The stream failed, not the connection.
    static final class BrokenBodyException extends IOException {
        private final IOException reason;

        BrokenBodyException(IOException reason) {
            super(reason);
            this.reason = reason;
        }

        IOException reason() {
            return reason;
        }
    }
}
