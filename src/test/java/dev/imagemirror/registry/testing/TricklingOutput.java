package dev.imagemirror.registry.testing;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Writes byte by byte, with a pause after each.
final class TricklingOutput extends FilterOutputStream {
    private final Runnable pause;

    TricklingOutput(OutputStream out, Runnable pause) {
        super(out);
        this.pause = pause;
    }

    @Override
    public void write(int octet) throws IOException {
        out.write(octet);
        out.flush();
        pause.run();
    }
}
