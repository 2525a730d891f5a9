package dev.imagemirror.http;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.impl.io.SocketHolder;

/// A socket whose [Flow] is noted: heads and bodies in both directions, above TLS. Writes cannot have a time-out of
/// their own, and one of reads would begin anew with every byte, so that a trickle never reached it.
final class WatchedSocket extends SocketHolder {
    /// Most bytes of one write. The runtime keeps a buffer of the largest write outside of the heap for each thread.
    private static final int SLICE = 64 * 1024;

    /// Longest wait for what a server said before the connection broke: it is there or never comes.
    private static final int ALERT_MILLIS = 100;

    private final QuietConnection user;

    WatchedSocket(Socket socket, QuietConnection user) {
        super(socket);
        this.user = user;
    }

    WatchedSocket(SSLSocket tls, Socket socket, QuietConnection user) {
        super(tls, socket);
        this.user = user;
    }

    @Override
    protected InputStream getInputStream(Socket socket) throws IOException {
        return new Reading(super.getInputStream(socket));
    }

    @Override
    protected OutputStream getOutputStream(Socket socket) throws IOException {
        return new Writing(super.getOutputStream(socket));
    }

    /// A server of TLS 1.3 refuses a client only after that one counts the handshake as done (RFC 8446, section 4.4.2):
    /// what it says can be read behind the write that broke.
    private IOException told(IOException broken) {
        SSLSocket tls = getSSLSocket();
        if (tls == null || broken instanceof SSLException) {
            return broken;
        }
        try {
            tls.setSoTimeout(ALERT_MILLIS);
            tls.getInputStream().read();
            return broken;
        } catch (SSLException alert) {
            alert.addSuppressed(broken);
            return alert;
        } catch (IOException e) {
            return broken;
        }
    }

    private final class Reading extends FilterInputStream {
        Reading(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = 0;
            user.flow().enter(System.nanoTime(), 0);
            try {
                read = in.read(buffer, offset, length);
                return read;
            } catch (IOException e) {
                throw user.explained(e);
            } finally {
                user.flow().leave(System.nanoTime(), Math.max(read, 0));
            }
        }
    }

    private final class Writing extends FilterOutputStream {
        Writing(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int done = 0; done < length; done += SLICE) {
                writeSlice(bytes, offset + done, Math.min(SLICE, length - done));
            }
        }

        private void writeSlice(byte[] bytes, int offset, int length) throws IOException {
            int written = 0;
            user.flow().enter(System.nanoTime(), length);
            try {
                out.write(bytes, offset, length);
                written = length;
            } catch (IOException e) {
                throw user.explained(told(e));
            } finally {
                user.flow().leave(System.nanoTime(), written);
            }
        }
    }
}
