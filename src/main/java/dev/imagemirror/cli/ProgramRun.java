package dev.imagemirror.cli;

import dev.imagemirror.auth.CredentialException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs one credential helper once. What it answers is bounded, and so is its time; when that is up it is killed with
/// everything that it started.
final class ProgramRun {
    /// Bytes of an answer.
    static final int MAX_ANSWER = 1024 * 1024;

    private final CredentialProgram helper;
    private final Process process;

    private ProgramRun(CredentialProgram helper, Process process) {
        this.helper = helper;
        this.process = process;
    }

    static CredentialProgram.Answer run(CredentialProgram helper, Path command, String input) {
        ProcessBuilder builder = new ProcessBuilder(List.of(command.toString(), "get")).redirectError(Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(helper.passed());
        try {
            return new ProgramRun(helper, builder.start()).answer(input);
        } catch (IOException e) {
            throw helper.failed("cannot be started");
        }
    }

    private CredentialProgram.Answer answer(String input) {
        // A pipe cannot be read with a time limit; the thread ends when the process, and so the pipe, does.
        var reading = new FutureTask<>(() -> process.getInputStream().readNBytes(MAX_ANSWER + 1));
        Thread.ofPlatform().daemon().name("credential-helper").start(reading);
        try {
            write(input);
            return answer(reading);
        } finally {
            end();
        }
    }

    private CredentialProgram.Answer answer(FutureTask<byte[]> reading) {
        long end = System.nanoTime() + helper.limit().toNanos();
        try {
            byte[] output = reading.get(helper.limit().toNanos(), TimeUnit.NANOSECONDS);
            if (output.length > MAX_ANSWER) {
                throw helper.failed("answered more than %d bytes".formatted(MAX_ANSWER));
            }
            if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw tooSlow();
            }
            return new CredentialProgram.Answer(process.exitValue(), new String(output, StandardCharsets.UTF_8));
        } catch (TimeoutException e) {
            throw tooSlow();
        } catch (ExecutionException e) {
            throw helper.failed("broke off its answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw helper.failed("was ended");
        }
    }

    /// One that answers without reading may be gone already, which is no fault.
    private void write(String input) {
        try (OutputStream out = process.getOutputStream()) {
            out.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // Its exit code and answer say what this meant.
        }
    }

    private CredentialException tooSlow() {
        return helper.failed("did not end within %d s".formatted(helper.limit().toSeconds()));
    }

    private void end() {
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
