package dev.imagemirror.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/// Ports of 127.0.0.1 that nobody listens on.
public final class FreePort {

    /// Below the range from which systems take the ports of outgoing connections. In that range a client that calls a
    /// stopped server could get the server's port for itself, and even end up connected to itself.
    private static final int FIRST = 20_000;

    private static final int LAST = 32_000;
    private static final int ATTEMPTS = 5;

    private FreePort() {}

    public static int find() {
        for (int attempt = 0; attempt < 1000; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port between " + FIRST + " and " + LAST);
    }

    /// Starts a server again, with new ports, when somebody else was faster to take one.
    static <T> T retry(Supplier<T> start) {
        for (int attempt = 1; ; attempt++) {
            try {
                return start.get();
            } catch (ServerStartException e) {
                if (!e.isPortTaken() || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
