package dev.imagemirror.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The whole harness with tiny sets: what `bench/run --quick` does.
class BenchIT {
    private static final Path OUTPUT = Path.of("target/bench");

    @Test
    void measuresAndWritesItsSections() throws IOException {
        String documentation = Files.readString(Path.of("docs/benchmarks.md"));

        assertThat(Bench.execute("--quick", "--case", "retag-a", "--growth")).isZero();

        assertThat(OUTPUT.resolve("benchmarks.md"))
                .content()
                .contains("| crane -j 8 | ", "| imagemirror sync | ", "| imagemirror, warm | ")
                .contains("| 50 | cold copy | ")
                .satisfies(page -> assertThat(measured(page)).doesNotContain("failed: "));
        assertThat(Files.readString(OUTPUT.resolve("benchmarks-growth.svg"))).startsWith("<svg");
        assertThat(Files.readAllLines(OUTPUT.resolve("rounds.csv"))).hasSize(1 + 3);
        assertThat(Path.of("docs/benchmarks.md")).hasContent(documentation);
    }

    /// What this test measures; other sections keep what the last whole run wrote.
    private static String measured(String page) {
        return page.substring(page.indexOf("<!-- bench:retag-a -->"), page.indexOf("<!-- /bench:retag-a -->"));
    }

    @Test
    void refusesACaseThatThereIsNot() {
        assertThat(Bench.execute("--quick", "--case", "none")).isEqualTo(1);
    }
}
