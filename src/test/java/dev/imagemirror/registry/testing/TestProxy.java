package dev.imagemirror.registry.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A proxy on a free port of 127.0.0.1 for whom every name is 127.0.0.1. It tunnels for `CONNECT` and answers other
/// requests itself, with 200.
public final class TestProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final String refusal;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Thread acceptor;

    private TestProxy(String refusal) {
        this.refusal = refusal;
        try {
            listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        acceptor = Thread.ofVirtual().start(this::accept);
    }

    public static TestProxy start() {
        return new TestProxy("");
    }

    /// One that answers everything with this, such as `HTTP/1.1 407 No`.
    public static TestProxy refusing(String firstLine) {
        return new TestProxy(firstLine);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /// The heads of all requests, in the order of their arrival.
    public List<String> heads() {
        return heads;
    }

    @Override
    public void close() {
        closeQuietly(listener);
        try {
            acceptor.join(); // until then the port may still answer
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        open.forEach(TestProxy::closeQuietly);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            heads.add(head);
            if (!refusal.isEmpty()) {
                answer(client, refusal + "\r\n\r\n");
            } else if (head.startsWith("CONNECT ")) {
                tunnel(client, head.split("[ :]", -1)[2]);
            } else {
                answer(client, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            }
        } catch (IOException e) {
            // One of the ends is closed.
        }
    }

    private void tunnel(Socket client, String port) throws IOException {
        try (Socket server = new Socket(InetAddress.ofLiteral("127.0.0.1"), Integer.parseInt(port))) {
            open.add(server);
            answer(client, "HTTP/1.1 200 Connection established\r\n\r\n");
            Thread.ofVirtual().start(() -> pass(server, client));
            pass(client, server);
        }
    }

    private static void pass(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
            to.shutdownOutput();
        } catch (IOException e) {
            // One of the ends is closed.
        }
    }

    private static void answer(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String head(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int octet = in.read();
            if (octet < 0) {
                break;
            }
            bytes.write(octet);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            // Closing is all that was wanted.
        }
    }
}
