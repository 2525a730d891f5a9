package dev.imagemirror.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.MemoryContent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrencyTest {
    @TempDir
    Path folder;

    /// Without the locks one writer's `index.json` would take the tags of another away.
    @Test
    void twoProcessesWriteOneFolder() throws IOException, InterruptedException, ExecutionException {
        Path layout = folder.resolve("layout");
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManyWriters.class.getName(),
                        layout.toString(),
                        "other-")
                .inheritIO()
                .start();
        try {
            int round = 0;
            do {
                ManyWriters.write(layout, "round" + round++ + "-");
            } while (other.isAlive());
            assertThat(other.waitFor()).isZero();

            MemoryContent target = Copies.target();
            Copies.copyAll(Copies.reading(layout), target);
            assertThat(target.tagged()).hasSize((round + 1) * ManyWriters.TAGS);
            assertThat(target.tagged().values()).allMatch(target::isWhole);
        } finally {
            other.destroyForcibly();
        }
    }
}
