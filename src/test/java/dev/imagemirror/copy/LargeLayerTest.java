package dev.imagemirror.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LargeLayerTest {
    /// The heap holds less than a hundredth of the layer, so whoever collects it fails here.
    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void aLayerOfFiveGigabytesNeedsNoHeap() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeLayer.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            assertThat(output).contains("written=true, bytes=" + (LargeLayer.SIZE + 2));
        } finally {
            process.destroyForcibly();
        }
    }
}
