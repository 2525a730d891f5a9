package dev.imagemirror.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.core5.io.CloseMode;

/// Ends connections on which less than 1 KB/s moves for as long as a server may be silent. Whoever is blocked on such a
/// one gets a [StalledException]. Has one thread, which ends with [#close()].
final class Watchdog implements AutoCloseable {
    private static final int LOOKS = 20;

    private final Duration window;
    private final Set<QuietConnection> connections = ConcurrentHashMap.newKeySet();
    private final Thread thread;

    /// @param window for how long that little must move; looked at twenty times as often
    /// @param chores done at every look
    Watchdog(Duration window, Runnable chores) {
        this.window = window;
        this.thread = Thread.ofPlatform().daemon().name("http-watchdog").unstarted(() -> watch(chores));
    }

    void start() {
        thread.start();
    }

    Flow flow() {
        return new Flow(window);
    }

    void add(QuietConnection connection) {
        connections.add(connection);
    }

    void remove(QuietConnection connection) {
        connections.remove(connection);
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void watch(Runnable chores) {
        try {
            while (true) {
                Thread.sleep(window.dividedBy(LOOKS));
                for (QuietConnection connection : connections) {
                    if (connection.flow().look(System.nanoTime())) {
                        connection.close(CloseMode.IMMEDIATE);
                    }
                }
                chores.run();
            }
        } catch (InterruptedException e) {
            // The transport was closed.
        }
    }
}
