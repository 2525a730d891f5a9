package dev.imagemirror.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Locale;
import java.util.OptionalLong;

/// An answer whose body is still to be read. Close it always: an answer read to its end gives its connection back, one
/// closed before the end discards the connection. Reading throws [TransportException]. Not safe for several threads.
public final class Response implements AutoCloseable {
    private static final int SMALL_REST = 64 * 1024;
    private static final int BUFFER = 8 * 1024;
    /// Most digits of a length that can be believed.
    private static final int MAX_DIGITS = 18;

    private final URI uri;
    private final int status;
    private final Headers headers;
    private final InputStream body;

    /// @param uri the address that answered, which after redirects is not the one that was asked
    /// @param body closing it discards or gives back the connection
    public Response(URI uri, int status, Headers headers, InputStream body) {
        this.uri = uri;
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    public URI uri() {
        return uri;
    }

    public int status() {
        return status;
    }

    public Headers headers() {
        return headers;
    }

    public InputStream body() {
        return body;
    }

    /// The announced length of the body, of a HEAD also.
    public OptionalLong length() {
        return headers.first("Content-Length")
                .filter(Response::isLength)
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElse(OptionalLong.empty());
    }

    /// The media type of the body without parameters, in lower case; empty when the answer names none.
    public String type() {
        String header = headers.first("Content-Type").orElse("");
        int parameters = header.indexOf(';');
        return (parameters < 0 ? header : header.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /// The body as a stream that fails with [TransportFault#LIMIT_EXCEEDED] after `limit` bytes, and with
    /// [TransportFault#TIMEOUT] after five minutes: for everything that is not a blob.
    ///
    /// @param what names the limit in the message: `the tag list`
    public InputStream bounded(long limit, String what) {
        return new BoundedStream(this, limit, what, BoundedStream.TIME);
    }

    /// The whole body, or [TransportFault#LIMIT_EXCEEDED].
    public byte[] readAll(int limit, String what) {
        if (length().orElse(0) > limit) {
            throw BoundedStream.exceeded(this, limit, what);
        }
        return read(bounded(limit, what), Integer.MAX_VALUE);
    }

    /// At most the first `limit` bytes, for bodies of which the beginning says enough.
    public byte[] readStart(int limit) {
        return read(body, limit);
    }

    /// Closes an answer of which nothing more is wanted; a short rest is read, so that the connection can be used
    /// again.
    public void discard() {
        try {
            if (body.read() >= 0) {
                readStart(SMALL_REST);
            }
        } catch (TransportException | IOException e) {
            // Nothing more is wanted of this answer; the broken connection is closed below.
        }
        close();
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            // The connection is discarded either way.
        }
    }

    private byte[] read(InputStream stream, int limit) {
        long expected = length().orElse(BUFFER);
        var bytes = new ByteArrayOutputStream(Math.clamp(expected, 32, SMALL_REST));
        byte[] buffer = new byte[Math.clamp(expected, 32, BUFFER)];
        try {
            int left = limit;
            int count;
            while (left > 0 && (count = stream.read(buffer, 0, Math.min(left, buffer.length))) >= 0) {
                bytes.write(buffer, 0, count);
                left -= count;
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new TransportException(
                    TransportFault.UNREACHABLE, Origin.of(uri).authority(), "the answer broke", e);
        }
    }

    private static boolean isLength(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= MAX_DIGITS;
    }
}
