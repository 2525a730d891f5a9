package dev.imagemirror.bench.net;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// A long way to a server: each direction takes half of the round trip, and a new connection one round trip more, as
/// the handshake of TCP does. Throughput is not cut: chunks are on their way side by side.
public final class DelayProxy implements AutoCloseable {
    private static final int CHUNK = 64 * 1024;
    /// Chunks on their way in one direction: 32 MiB, more than loopback moves in half of 100 ms.
    private static final int WINDOW = 512;

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final ServerSocket listener;
    private final int port;
    private final long halfTrip;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /// @param due when it arrives, by the monotonic clock
    private record Chunk(ByteBuffer bytes, long due) {}

    /// @param port of the server on this machine
    public DelayProxy(int port, Duration roundTrip) {
        this.port = port;
        this.halfTrip = roundTrip.toNanos() / 2;
        try {
            listener = new ServerSocket();
            listener.bind(new InetSocketAddress(LOOPBACK, 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.startVirtualThread(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() {
        closeQuietly(listener);
        open.forEach(DelayProxy::closeQuietly);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(LOOPBACK, port);
                long handshake = System.nanoTime() + 2 * halfTrip;
                connect(client, server, handshake);
                connect(server, client, handshake);
            } catch (IOException e) {
                // The server is gone or this is being closed; a client sees its connection end.
            }
        }
    }

    /// @param established when the connection stands, as its client sees it
    private void connect(Socket from, Socket to, long established) throws IOException {
        from.setTcpNoDelay(true);
        open.add(from);
        BlockingQueue<Chunk> way = new ArrayBlockingQueue<>(WINDOW);
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        Thread.startVirtualThread(() -> read(in, way, established));
        Thread.startVirtualThread(() -> {
            write(way, out, to);
            open.remove(from);
        });
    }

    /// The end of the stream travels as an empty chunk.
    private void read(InputStream in, BlockingQueue<Chunk> way, long established) {
        byte[] buffer = new byte[CHUNK];
        int count;
        do {
            count = Math.max(0, readQuietly(in, buffer));
            long sent = Math.max(System.nanoTime(), established);
            putQuietly(way, new Chunk(ByteBuffer.wrap(Arrays.copyOf(buffer, count)), sent + halfTrip));
        } while (count > 0);
    }

    private static void write(BlockingQueue<Chunk> way, OutputStream out, Socket to) {
        try {
            for (Chunk chunk = way.take(); chunk.bytes().hasRemaining(); chunk = way.take()) {
                awaitTime(chunk.due());
                out.write(chunk.bytes().array());
            }
            to.shutdownOutput();
        } catch (IOException e) {
            closeQuietly(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitTime(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static int readQuietly(InputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            return -1;
        }
    }

    private static void putQuietly(BlockingQueue<Chunk> way, Chunk chunk) {
        try {
            way.put(chunk);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            // Closing is all that was wanted.
        }
    }
}
