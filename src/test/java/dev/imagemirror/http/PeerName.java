package dev.imagemirror.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/// Answers one connection and tells who its client said to be.
final class PeerName {
    private PeerName() {}

    /// The subject of the certificate that the next client shows, or `none`.
    static Future<String> ofNext(SSLServerSocket listener) {
        Callable<String> answer = () -> answer(listener);
        var task = new FutureTask<>(answer);
        Thread.ofVirtual().start(task);
        return task;
    }

    private static String answer(SSLServerSocket listener) throws IOException {
        try (SSLSocket socket = (SSLSocket) listener.accept()) {
            socket.startHandshake();
            int first = socket.getInputStream().read();
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return first < 0 ? "nobody" : socket.getSession().getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException e) {
            return "none";
        }
    }
}
