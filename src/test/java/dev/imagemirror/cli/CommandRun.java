package dev.imagemirror.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// One command line in this process, with streams and a home of its own.
record CommandRun(int exit, String out, String err) {
    static CommandRun of(Path home, String input, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        PrintStream systemOut = System.out;
        PrintStream systemErr = System.err;
        InputStream systemIn = System.in;
        String systemHome = System.getProperty("user.home");
        try {
            // The developer's own docker configuration is no part of a test.
            System.setProperty("user.home", home.toString());
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
            System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
            int exit = MirrorCommand.execute(arguments);
            return new CommandRun(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(systemOut);
            System.setErr(systemErr);
            System.setIn(systemIn);
            System.setProperty("user.home", systemHome);
        }
    }

    String all() {
        return out + err;
    }
}
