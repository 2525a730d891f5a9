package dev.imagemirror.registry;

import dev.imagemirror.registry.testing.Payload;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// A document that begins well and does not end, in chunks (RFC 9112, section 7.1).
final class EndlessDocument implements Payload {
    private static final long ENDLESS = 1L << 40;

    @Override
    public long length() {
        return Long.MAX_VALUE;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write("1\r\n{\r\n".getBytes(StandardCharsets.US_ASCII));
        byte[] chunk = ("10000\r\n" + " ".repeat(65_536) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        for (long sent = 0; sent < ENDLESS; sent += chunk.length) {
            out.write(chunk);
        }
    }
}
