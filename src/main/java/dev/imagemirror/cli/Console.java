package dev.imagemirror.cli;

import java.io.PrintStream;
import java.io.PrintWriter;

/// Where one command line writes.
///
/// @param out what was asked for
/// @param err what is wrong
public record Console(PrintWriter out, PrintWriter err) {
    /// That of this process. Line ends flush it.
    public static Console system() {
        return new Console(on(System.out), on(System.err));
    }

    private static PrintWriter on(PrintStream stream) {
        return new PrintWriter(stream, true, stream.charset());
    }
}
