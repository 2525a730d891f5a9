package dev.imagemirror.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/// A port of 127.0.0.1 that refuses connections: it is taken, so nobody else is given it, but nobody listens on it. The
/// port of a server that was closed may belong to the next server already.
record ClosedPort(Socket bound) implements AutoCloseable {

    static ClosedPort take() throws IOException {
        var socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        return new ClosedPort(socket);
    }

    String address() {
        return "127.0.0.1:" + bound.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        bound.close();
    }
}
