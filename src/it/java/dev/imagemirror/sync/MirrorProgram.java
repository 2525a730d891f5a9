package dev.imagemirror.sync;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Mirrors every tag of one repository, as often as it is told, in a JVM of its own with a small heap. From one run to
/// the next it remembers what the operator does.
final class MirrorProgram {
    private MirrorProgram() {}

    /// Starts it, and waits for its end.
    ///
    /// @param heap as `-Xmx` takes it
    /// @param source with its registry
    /// @param target the registry, host and port
    /// @return what it printed: a line for each run, as `run 1: 10 tags, 10 written, 400 bytes, in sync true`
    static String start(String heap, String source, String target, int runs) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MirrorProgram.class.getName(),
                        source,
                        target,
                        String.valueOf(runs))
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("ended with %d: %s".formatted(process.exitValue(), output));
            }
            return output;
        } finally {
            process.destroyForcibly();
        }
    }

    /// @param arguments source repository, target registry, runs
    public static void main(String[] arguments) {
        SyncMemory memory = SyncMemory.NONE;
        try (HttpEngine engine = new HttpEngine()) {
            for (int run = 1; run <= Integer.parseInt(arguments[2]); run++) {
                SyncReport report = engine.run(engine.request(arguments[0], arguments[1], "/", memory));
                System.out.printf(
                        "run %d: %d tags, %d written, %d bytes, in sync %b%n",
                        run, report.tags().count(), report.copiedTags(), report.copiedBytes(), report.isInSync());
                report.failures().limit(1).forEach(System.out::println);
                memory = SyncMemory.of(report);
            }
        }
    }
}
