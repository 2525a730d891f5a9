package dev.imagemirror.bench.net;

import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestRequest;
import dev.imagemirror.registry.testing.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// A registry's front that lets so many requests of any second pass and answers 429 with `Retry-After: 1` to others.
/// For reading only.
public final class RateProxy implements AutoCloseable {
    /// Of the connection, not of the content; and the length is told anew.
    private static final Set<String> LEFT_OUT = Set.of("connection", "transfer-encoding", "date", "content-length");

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final URI server;
    private final int perSecond;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Deque<Long> passed = new ArrayDeque<>();
    private final AtomicLong refused = new AtomicLong();
    private final TestServer front = TestServer.answering(this::answer);

    /// @param server `http://127.0.0.1:5000`
    public RateProxy(String server, int perSecond) {
        this.server = URI.create(server);
        this.perSecond = perSecond;
    }

    public int port() {
        return front.port();
    }

    /// How often it answered 429.
    public long refused() {
        return refused.get();
    }

    /// The least time in which so many requests pass.
    public static Duration least(long requests, int perSecond) {
        return SECOND.multipliedBy(Math.max(0, requests - 1) / perSecond);
    }

    @Override
    public void close() {
        front.close();
        http.close();
    }

    private TestAnswer answer(TestRequest request) {
        if (!isWithinLimit()) {
            refused.incrementAndGet();
            return TestAnswer.error(429, "TOOMANYREQUESTS", "slow down").with("Retry-After", "1");
        }
        try {
            return forward(request);
        } catch (IOException e) {
            return TestAnswer.error(502, "UNKNOWN", "the registry behind does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return TestAnswer.error(503, "UNKNOWN", "this front is being closed");
        }
    }

    private synchronized boolean isWithinLimit() {
        long now = System.nanoTime();
        while (!passed.isEmpty() && now - passed.peekFirst() >= SECOND.toNanos()) {
            passed.removeFirst();
        }
        if (passed.size() >= perSecond) {
            return false;
        }
        passed.addLast(now);
        return true;
    }

    private TestAnswer forward(TestRequest request) throws IOException, InterruptedException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(server.resolve(request.target()))
                .method(request.method(), HttpRequest.BodyPublishers.noBody());
        request.header("accept").ifPresent(types -> builder.header("Accept", types));
        request.header("range").ifPresent(range -> builder.header("Range", range));
        HttpResponse<byte[]> response = http.send(builder.build(), HttpResponse.BodyHandlers.ofByteArray());
        TestAnswer answer = TestAnswer.of(response.statusCode()).with(Payload.of(response.body()));
        for (Map.Entry<String, List<String>> header : response.headers().map().entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            boolean kept = !LEFT_OUT.contains(name)
                    || (name.equals("content-length") && request.method().equals("HEAD"));
            for (String value : kept ? header.getValue() : List.<String>of()) {
                answer = answer.with(header.getKey(), value);
            }
        }
        return answer;
    }
}
