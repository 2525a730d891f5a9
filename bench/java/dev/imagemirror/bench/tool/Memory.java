package dev.imagemirror.bench.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The resident memory of another process: proc(5).
final class Memory {
    private static final String PEAK = "VmHWM:";
    private static final int KILO = 1024;

    private final Path folder;

    Memory(long process) {
        folder = Path.of("/proc", Long.toString(process));
    }

    /// Most bytes that were resident at once so far; 0 when the process has ended.
    long peak() {
        try (var lines = Files.lines(folder.resolve("status"))) {
            return lines.filter(line -> line.startsWith(PEAK))
                    .mapToLong(line -> KILO * Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | java.io.UncheckedIOException e) {
            return 0;
        }
    }

    /// From now on the peak counts anew.
    void reset() {
        try {
            Files.writeString(folder.resolve("clear_refs"), "5");
        } catch (IOException e) {
            throw new IllegalStateException("the kernel does not let go of the peak of " + folder, e);
        }
    }
}
