package dev.imagemirror.registry.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// A small HTTP/1.1 server on a free port of 127.0.0.1 that can also misbehave: cut, stall, trickle, send garbage.
public final class TestServer implements AutoCloseable {
    private static final Set<Integer> BODILESS = Set.of(204, 304);
    private static final Duration FOREVER = Duration.ofDays(1);

    private final ServerSocket listener;
    private final boolean secure;
    private final Function<TestRequest, TestAnswer> handler;
    private final Function<TestRequest, Optional<Fault>> faults;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Semaphore stalls = new Semaphore(0);
    private final Thread acceptor;
    private final Semaphore departures = new Semaphore(0);

    /// @param tls null for plain HTTP
    public TestServer(
            @Nullable SSLContext tls,
            Function<TestRequest, Optional<Fault>> faults,
            Function<TestRequest, TestAnswer> handler) {
        try {
            listener = tls == null
                    ? new ServerSocket()
                    : tls.getServerSocketFactory().createServerSocket();
            listener.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        this.secure = tls != null;
        this.faults = faults;
        this.handler = handler;
        acceptor = Thread.ofVirtual().start(this::accept);
    }

    /// A server that answers every request by this function.
    public static TestServer answering(Function<TestRequest, TestAnswer> handler) {
        return new TestServer(null, request -> Optional.empty(), handler);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /// `127.0.0.1:port`.
    public String authority() {
        return "127.0.0.1:" + port();
    }

    public String url() {
        return (secure ? "https://" : "http://") + authority();
    }

    /// Waits until a scripted stall has begun.
    public void awaitStall() throws InterruptedException {
        stalls.acquire();
    }

    /// Waits until a client gave up a connection that stalls in or before its answer; false when that takes too long.
    public boolean awaitDeparture(Duration limit) throws InterruptedException {
        return departures.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        closed.countDown();
        closeQuietly(listener);
        try {
            acceptor.join(); // until then the port may still answer
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        open.forEach(TestServer::closeQuietly);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (exchange(in, socket)) {}
        } catch (IOException e) {
            // The client went away, or the server is being closed.
        } finally {
            open.remove(socket);
        }
    }

    private record Channel(InputStream in, OutputStream out) {}

    /// False when the connection ends here.
    private boolean exchange(InputStream in, Socket socket) throws IOException {
        TestRequest request = read(in);
        if (request == null) {
            return false;
        }
        OutputStream out = socket.getOutputStream();
        Fault fault = faults.apply(request).orElse(null);
        if (fault instanceof Fault.StallBeforeBody) {
            return stall();
        }
        if (fault instanceof Fault.Drop) {
            return false;
        }
        if (fault instanceof Fault.SlowStart(Duration delay)) {
            pause(delay);
        }
        if (fault instanceof Fault.EarlyAnswer(TestAnswer answer)) {
            write(out, request, answer, Long.MAX_VALUE);
            socket.shutdownOutput();
            // Read on, as a good server does, so that the answer is not lost in a reset.
            request.body().transferTo(OutputStream.nullOutputStream());
            return false;
        }
        TestAnswer answer = fault instanceof Fault.Answer(TestAnswer scripted) ? scripted : handler.apply(request);
        request.body().transferTo(OutputStream.nullOutputStream());
        return answer(new Channel(in, out), request, answer, fault);
    }

    private boolean answer(Channel channel, TestRequest request, TestAnswer answer, @Nullable Fault fault)
            throws IOException {
        OutputStream out = channel.out();
        return switch (fault) {
            case Fault.Change(var change) -> write(out, request, change.apply(answer), Long.MAX_VALUE);
            case Fault.Cut(long bytes) -> {
                write(out, request, answer, bytes);
                yield false;
            }
            case Fault.StallInBody(long bytes) -> {
                write(out, request, answer, bytes);
                yield stall(channel.in());
            }
            case Fault.Trickle(Duration pause) -> write(out, request, trickling(answer, pause), Long.MAX_VALUE);
            case Fault.Lose lost -> false;
            case Fault.StallBeforeAnswer before -> stall(channel.in());
            case Fault.Garbage(String text) -> {
                out.write(text.getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
                yield false;
            }
            case null, default -> write(out, request, answer, Long.MAX_VALUE);
        };
    }

    private boolean stall() {
        stalls.release();
        pause(FOREVER);
        return false;
    }

    /// Ends early when the server is closed.
    private void pause(Duration wait) {
        try {
            closed.await(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private TestAnswer trickling(TestAnswer answer, Duration pause) {
        Payload whole = answer.payload();
        return answer.with(new Payload() {
            @Override
            public long length() {
                return whole.length();
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                whole.writeTo(new TricklingOutput(out, () -> pause(pause)));
            }
        });
    }

    /// Nothing more is sent; the request was read, so what can be read now is only the end of the connection.
    private boolean stall(InputStream in) {
        stalls.release();
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // The client cut the connection off, or this server is being closed.
        }
        departures.release();
        return false;
    }

    private static boolean write(OutputStream socket, TestRequest request, TestAnswer answer, long limit)
            throws IOException {
        var head = new StringBuilder("HTTP/1.1 %d Scripted\r\n".formatted(answer.status()));
        answer.headers().forEach(header -> head.append(header.getKey() + ": " + header.getValue() + "\r\n"));
        if (!answer.has("content-length") && !answer.has("transfer-encoding") && !BODILESS.contains(answer.status())) {
            head.append("Content-Length: " + answer.payload().length() + "\r\n");
        }
        socket.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        if (!request.method().equals("HEAD")) {
            try {
                answer.payload().writeTo(new LimitedOutput(socket, limit));
            } catch (LimitedOutput.EnoughException e) {
                // As scripted.
            }
        }
        socket.flush();
        return true;
    }

    private static @Nullable TestRequest read(InputStream in) throws IOException {
        String first = line(in);
        String[] words = first.split(" ", -1);
        if (words.length != 3) {
            return null; // the end, or a TLS greeting
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                return null; // no header: a TLS greeting
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        long length = Long.parseLong(headers.getOrDefault("content-length", "0"));
        return new TestRequest(words[0], words[1], headers, new LimitedInput(in, length));
    }

    private static String line(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            bytes.write(octet);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1).strip();
    }

    private static void closeQuietly(Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            // Closing is all that was wanted.
        }
    }
}
