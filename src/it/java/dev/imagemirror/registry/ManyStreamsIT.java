package dev.imagemirror.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestRequest;
import dev.imagemirror.registry.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ManyStreamsIT {
    private static final int STREAMS = 40;
    private static final int SIZE = 16 * 1024 * 1024;

    private final Payload layer = Payload.generated(SIZE);
    private final Map<String, String> received = new ConcurrentHashMap<>();
    private final CountDownLatch uploading = new CountDownLatch(STREAMS);

    /// Together they are ten times as large as the heap, and each upload ends only after all have begun.
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void fortyLayersAtOnceFitIntoAHeapOf64MB() throws IOException, InterruptedException {
        try (TestServer source =
                        TestServer.answering(request -> TestAnswer.of(200).with(layer));
                TestServer target = TestServer.answering(this::receive)) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx64m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ManyStreams.class.getName(),
                            source.authority(),
                            target.authority(),
                            String.valueOf(STREAMS),
                            String.valueOf(SIZE),
                            layer.digest())
                    .redirectErrorStream(true)
                    .start();
            try {
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(process.waitFor()).as(output).isZero();
            } finally {
                process.destroyForcibly();
            }
        }
        assertThat(received).hasSize(STREAMS);
        assertThat(received.values()).containsOnly(layer.digest());
    }

    /// A registry that keeps only digests.
    private TestAnswer receive(TestRequest request) {
        return switch (request.method()) {
            case "POST" -> TestAnswer.of(202).with("Location", request.path() + "1");
            case "PATCH" -> {
                uploading.countDown();
                received.put(request.path(), digest(request));
                yield TestAnswer.of(202);
            }
            case "PUT" ->
                request.parameter("digest").orElse("").equals(received.get(request.path()))
                        ? TestAnswer.of(201)
                        : TestAnswer.of(400);
            default -> TestAnswer.of(405);
        };
    }

    private String digest(TestRequest request) {
        try {
            MessageDigest computation = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[64 * 1024];
            int left = SIZE;
            while (left > 0) {
                int count = request.body().read(buffer, 0, Math.min(left, buffer.length));
                if (count < 0) {
                    throw new IllegalStateException("the upload ended early");
                }
                computation.update(buffer, 0, count);
                left -= count;
                if (left <= SIZE / 2) {
                    uploading.await();
                }
            }
            return "sha256:" + HexFormat.of().formatHex(computation.digest());
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
