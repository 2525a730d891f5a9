package dev.imagemirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Rules of the house that only the text of a source file shows.
class SourceTextTest {
    private static final int MAX_LINES = 300;
    private static final int MAX_TEST_LINES = 500;
    private static final Path MAIN = Path.of("src/main/java");
    private static final List<Path> TESTS =
            List.of(Path.of("src/test/java"), Path.of("src/it/java"), Path.of("bench/java"), Path.of("bench/jmh"));
    private static final Pattern BROAD_CATCH =
            Pattern.compile("catch\\s*\\([^)]*\\b(RuntimeException|Exception|Throwable|Error)\\b");
    private static final Pattern SLEEP = Pattern.compile("\\.sleep\\(");

    /// Around one image, and around one reconcile: elsewhere a broad catch hides a fault.
    @Test
    void catchesEverythingInTwoPlacesOnly() throws IOException {
        assertThat(count(MAIN, BROAD_CATCH))
                .isEqualTo(Map.of(
                        "dev/imagemirror/operator/ImageMirrorReconciler.java", 1L,
                        "dev/imagemirror/sync/Workers.java", 1L));
    }

    /// A test that sleeps is slow when it passes and fails when the machine is slower still.
    @Test
    void testsDoNotSleep() throws IOException {
        for (Path root : TESTS) {
            assertThat(count(root, SLEEP)).isEmpty();
        }
    }

    @Test
    void filesAreShort() throws IOException {
        assertThat(longer(MAIN, MAX_LINES)).isEmpty();
        for (Path root : TESTS) {
            assertThat(longer(root, MAX_TEST_LINES)).isEmpty();
        }
    }

    @Test
    void everyPackageIsNullMarked() throws IOException {
        var marked = new TreeSet<Path>();
        var all = new TreeSet<Path>();
        for (Path root : Stream.concat(Stream.of(MAIN), TESTS.stream()).toList()) {
            for (Path file : files(root)) {
                Path folder = root.relativize(file.getParent());
                all.add(folder);
                if (file.endsWith("package-info.java") && Files.readString(file).contains("@NullMarked")) {
                    marked.add(folder);
                }
            }
        }
        assertThat(all).isNotEmpty().isEqualTo(marked);
    }

    private static Map<String, Long> count(Path root, Pattern pattern) throws IOException {
        Map<String, Long> found = new TreeMap<>();
        for (Path file : files(root)) {
            long hits = pattern.matcher(Files.readString(file)).results().count();
            if (hits > 0) {
                found.put(root.relativize(file).toString(), hits);
            }
        }
        return found;
    }

    private static List<String> longer(Path root, int limit) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files(root)) {
            int lines = Files.readAllLines(file).size();
            if (lines > limit) {
                found.add(file + " has " + lines + " lines");
            }
        }
        return found;
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
