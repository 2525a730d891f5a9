package dev.imagemirror.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A server under `src/it/servers/supervise`, which ends it when this JVM is gone, for whatever reason. No shutdown
/// hook is needed, and none could help against SIGKILL.
public final class ServerProcess implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(20);
    /// Longer than the five seconds after which the supervisor kills.
    private static final Duration END = Duration.ofSeconds(15);

    private static final int TAIL_LINES = 40;

    private final Launch launch;
    private final BooleanSupplier ready;
    private final Path log;
    private Process supervisor;

    private ServerProcess(Launch launch, BooleanSupplier ready) throws IOException {
        this.launch = launch;
        this.ready = ready;
        this.log = newLog(launch);
        this.supervisor = spawn();
    }

    /// Starts a server and returns when it is ready. A failure leaves nothing behind but the log.
    public static ServerProcess start(Launch launch, BooleanSupplier ready) {
        try {
            ServerProcess server = new ServerProcess(launch, ready);
            server.awaitReady();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + launch.name(), e);
        }
    }

    public boolean isAlive() {
        return supervisor.isAlive();
    }

    /// Stdout and stderr of the server, over all its restarts.
    public Path log() {
        return log;
    }

    public Path folder() {
        return launch.folder();
    }

    /// Ends the server in good order and waits for that; its folder stays. Returns its exit status.
    public int stop() {
        // The line is the supervisor's word for an end in good order; a server that is gone takes none.
        try (OutputStream stdin = supervisor.getOutputStream()) {
            stdin.write('\n');
        } catch (IOException e) {
            return await();
        }
        return await();
    }

    /// Starts the stopped server again, with the same command in the same folder.
    public void restart() {
        stop();
        try {
            supervisor = spawn();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + launch.name(), e);
        }
        awaitReady();
    }

    /// Ends the server without any warning, as a crash would; its folder stays.
    public void kill() {
        supervisor.descendants().forEach(ProcessHandle::destroyForcibly);
        await();
    }

    @Override
    public void close() {
        stop();
        ServerFolder.delete(launch.folder());
    }

    /// The last lines of the log.
    public String logTail() {
        List<String> lines = ServerFolder.read(log).lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }

    private Process spawn() throws IOException {
        List<String> line = new ArrayList<>(launch.command());
        line.addAll(
                0,
                List.of(
                        ServerBinaries.script("supervise").toString(),
                        launch.folder().toString()));
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(launch.environment());
        return builder.start();
    }

    private void awaitReady() {
        long start = System.nanoTime();
        while (!ready.getAsBoolean()) {
            if (!isAlive()) {
                throw failure("ended with status " + supervisor.exitValue() + " before it was ready");
            }
            if (System.nanoTime() - start > launch.deadline().toNanos()) {
                throw failure("was not ready within " + launch.deadline().toSeconds() + " s");
            }
            if (Thread.currentThread().isInterrupted()) {
                throw failure("is not needed any more: its starter was interrupted");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        // The answer may have come from somebody else who took the port first.
        if (!isAlive()) {
            throw failure("ended with status " + supervisor.exitValue());
        }
    }

    private ServerStartException failure(String what) {
        close();
        return new ServerStartException(launch.name() + " " + what + "; its log " + log + " ends with\n" + logTail());
    }

    private int await() {
        boolean interrupted = Thread.interrupted();
        try {
            if (!supervisor.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
                supervisor.descendants().forEach(ProcessHandle::destroyForcibly);
                supervisor.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            interrupted = true;
            supervisor.descendants().forEach(ProcessHandle::destroyForcibly);
            supervisor.destroyForcibly();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return supervisor.isAlive() ? -1 : supervisor.exitValue();
    }

    /// With the first number that no earlier server and no earlier run has taken.
    private static Path newLog(Launch launch) throws IOException {
        Files.createDirectories(launch.logFolder());
        for (int number = 1; ; number++) {
            Path log = launch.logFolder().resolve(launch.name() + "-" + number + ".log");
            if (log.toFile().createNewFile()) {
                return log;
            }
        }
    }
}
