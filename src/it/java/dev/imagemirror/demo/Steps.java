package dev.imagemirror.demo;

import java.io.PrintStream;
import java.util.Locale;

/// What the demo tells, with the seconds since its start.
final class Steps {

    private final PrintStream out;
    private final long start = System.nanoTime();
    private boolean ended;

    Steps(PrintStream out) {
        this.out = out;
    }

    void title(String title) {
        say("\n" + title);
    }

    /// @param what who or what it is about, in few words
    void done(String what, String result) {
        line(String.format(Locale.ROOT, "%-16s %s", what, result));
    }

    void line(String text) {
        say(String.format(Locale.ROOT, "%6.1f s  %s", (System.nanoTime() - start) / 1e9, text));
    }

    synchronized void say(String text) {
        if (!ended) {
            out.println(text);
        }
    }

    /// Nothing is told from now on.
    synchronized void end() {
        ended = true;
    }
}
