package dev.imagemirror.content;

import dev.imagemirror.oci.Descriptor;
import java.io.IOException;
import java.io.InputStream;

/// A blob opened for reading once. Not safe for use by several threads.
///
/// @param stream gives exactly `descriptor.size()` verified bytes, or fails before the last of them
public record Blob(Descriptor descriptor, InputStream stream) implements AutoCloseable {
    /// The largest blob, in bytes, that a target may hold in memory to send it again: 1 MiB.
    public static final int SMALL = 1024 * 1024;

    /// Ends the read; a connection whose body was not read to its end is closed.
    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException e) {
            // Everything that matters was read or has failed already; the connection is discarded either way.
        }
    }
}
