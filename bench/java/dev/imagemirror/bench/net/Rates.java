package dev.imagemirror.bench.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.CompletableFuture;

/// What this machine can do at most, in bytes per second.
///
/// @param loopback through one connection of TCP
/// @param sha256   on one core
public record Rates(double loopback, double sha256) {
    private static final int CHUNK = 64 * 1024;
    private static final int WARM_UP = 2_000;
    private static final double NANOS = 1e9;

    /// Measures both, each over this many bytes and after a warm-up.
    public static Rates measure(long bytes) {
        return new Rates(loopback(bytes), sha256(bytes));
    }

    private static double sha256(long bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] chunk = new byte[CHUNK];
            update(digest, chunk, WARM_UP);
            long chunks = bytes / CHUNK + 1;
            long began = System.nanoTime();
            update(digest, chunk, chunks);
            return chunks * CHUNK * NANOS / (System.nanoTime() - began);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void update(MessageDigest digest, byte[] chunk, long times) {
        for (long i = 0; i < times; i++) {
            digest.update(chunk);
        }
    }

    private static double loopback(long bytes) {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket sender = new Socket(listener.getInetAddress(), listener.getLocalPort());
                Socket receiver = listener.accept()) {
            var sent = CompletableFuture.runAsync(() -> send(sender, bytes), Thread::startVirtualThread);
            InputStream in = receiver.getInputStream();
            long began = System.nanoTime();
            long count = in.transferTo(OutputStream.nullOutputStream());
            sent.join();
            return count * NANOS / (System.nanoTime() - began);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(Socket socket, long bytes) {
        byte[] chunk = new byte[CHUNK];
        try {
            OutputStream out = socket.getOutputStream();
            for (long sent = 0; sent < bytes; sent += CHUNK) {
                out.write(chunk);
            }
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
