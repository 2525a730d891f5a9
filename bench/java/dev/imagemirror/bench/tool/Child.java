package dev.imagemirror.bench.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A process that is run to its end and measured. One at a time: the kernel books the time of all children together.
final class Child {
    /// How often the memory is looked at; what a process takes in the last moments of its life can be missed.
    private static final Duration LOOK = Duration.ofMillis(5);

    private static final int TAIL = 300;

    private Child() {}

    static List<String> line(Path program, List<String> arguments) {
        List<String> line = new ArrayList<>(arguments);
        line.addFirst(program.toString());
        return line;
    }

    /// What a program prints on stdout.
    static String ask(Path program, String... arguments) {
        return Tool.ask(() -> {
            try {
                Process process = new ProcessBuilder(line(program, List.of(arguments)))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    static Usage run(List<String> line, Map<String, String> environment, Job job) {
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(job.log().toFile());
        builder.environment().putAll(environment);
        Duration cpuBefore = Rusage.children();
        long began = System.nanoTime();
        try {
            Process process = builder.start();
            long peak = await(process, began + job.limit().toNanos());
            Duration wall = Duration.ofNanos(System.nanoTime() - began);
            Duration exit =
                    Duration.between(Files.getLastModifiedTime(job.log()).toInstant(), Instant.now());
            Duration cpu = Rusage.children().minus(cpuBefore);
            return new Usage(wall, cpu, peak, exit, problem(process.exitValue(), job));
        } catch (IOException e) {
            return Usage.failed("cannot be started: " + e.getMessage());
        }
    }

    /// Returns the peak of its memory when it has ended, by itself or by force.
    private static long await(Process process, long deadline) {
        Memory memory = new Memory(process.pid());
        long peak = 0;
        try {
            while (!process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                peak = Math.max(peak, memory.peak());
                if (System.nanoTime() > deadline) {
                    process.destroyForcibly();
                }
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a tool ran", e);
        }
        return peak;
    }

    private static Optional<String> problem(int exit, Job job) {
        return exit == 0 ? Optional.empty() : Optional.of("exit code " + exit + ": " + tail(job.log()));
    }

    /// The end of a log, in one line.
    static String tail(Path log) {
        try {
            String text = Files.readString(log).strip().replaceAll("\\s+", " ");
            return text.substring(Math.max(0, text.length() - TAIL));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
