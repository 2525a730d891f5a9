package dev.imagemirror.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A program that is run to its end, with a limit on how long that may take.
public record Command(List<String> line, Map<String, String> environment, Duration timeout) {

    private static final Executor READERS = Thread::startVirtualThread;

    public Command {
        line = List.copyOf(line);
        environment = Map.copyOf(environment);
    }

    static Command of(Path program, Map<String, String> environment, String... arguments) {
        List<String> line = Stream.concat(Stream.of(program.toString()), Stream.of(arguments))
                .toList();
        return new Command(line, environment, Duration.ofSeconds(60));
    }

    public CommandResult run() {
        return run(ProcessBuilder.Redirect.PIPE);
    }

    CommandResult run(ProcessBuilder.Redirect stderr) {
        ProcessBuilder builder = new ProcessBuilder(line).redirectError(stderr);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            // Both streams are read at once: a program that fills the one nobody reads would never end.
            var out = CompletableFuture.supplyAsync(() -> text(process.getInputStream()), READERS);
            var err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()), READERS);
            await(process);
            return new CommandResult(process.exitValue(), out.join(), err.join());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + line.getFirst(), e);
        }
    }

    private void await(Process process) {
        boolean ended = false;
        try {
            ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new IllegalStateException("did not end within " + timeout.toSeconds() + " s: " + line);
        }
    }

    private static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
