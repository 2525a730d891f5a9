package dev.imagemirror.bench.tool;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The engine in a JVM that stays, as in the operator: `dev.imagemirror.cli.WarmEngine`, which runs one document per
/// line of its input. It is started when it is first needed, and again after a run that it did not survive.
public final class Warm implements Tool, AutoCloseable {
    public static final String NAME = "imagemirror, warm";

    private static final Duration END = Duration.ofSeconds(10);

    private final Java java;
    private final Path log;
    private Optional<Process> process = Optional.empty();

    /// @param log of the JVM; what its passes say comes to us
    public Warm(Java java, Path log) {
        this.java = java;
        this.log = log;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Usage run(Job job) {
        return pass(job, false);
    }

    /// A pass that compares and writes nothing.
    public Usage plan(Job job) {
        return pass(job, true);
    }

    /// Lets the JVM end by itself, so that a recording of it is whole, and ends it when it does not.
    @Override
    public void close() {
        process.ifPresent(Warm::end);
        process = Optional.empty();
    }

    private static void end(Process engine) {
        try {
            engine.getOutputStream().close();
            engine.waitFor(END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            // It is gone already.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        engine.destroyForcibly();
    }

    private Usage pass(Job job, boolean dryRun) {
        Path file = new Mirror(job, dryRun).write();
        try {
            Process engine = engine();
            Memory memory = new Memory(engine.pid());
            memory.reset();
            String answer = ask(engine, file.toString(), job.limit());
            return answer == null ? gone() : usage(answer, memory.peak());
        } catch (IOException e) {
            return gone();
        }
    }

    private Usage gone() {
        close();
        return Usage.failed("the JVM is gone or too slow: " + Child.tail(log));
    }

    /// One line: nanoseconds of the clock, nanoseconds of the processors, and how it ended.
    private static Usage usage(String answer, long peak) {
        String[] words = answer.split(" ", 3);
        Duration wall = Duration.ofNanos(Long.parseLong(words[0]));
        Duration cpu = Duration.ofNanos(Long.parseLong(words[1]));
        return new Usage(
                wall, cpu, peak, Duration.ZERO, words[2].equals("ok") ? Optional.empty() : Optional.of(words[2]));
    }

    private Process engine() throws IOException {
        if (process.isEmpty() || !process.get().isAlive()) {
            ProcessBuilder builder = new ProcessBuilder(java.line(List.of()));
            builder.redirectError(log.toFile());
            process = Optional.of(builder.start());
        }
        return process.get();
    }

    private static @Nullable String ask(Process engine, String line, Duration limit) throws IOException {
        Writer input = engine.outputWriter();
        input.write(line + "\n");
        input.flush();
        BufferedReader output = engine.inputReader();
        try {
            return CompletableFuture.supplyAsync(() -> readLine(output), Thread::startVirtualThread)
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the engine ran", e);
        }
    }

    private static @Nullable String readLine(BufferedReader reader) {
        try {
            return reader.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
