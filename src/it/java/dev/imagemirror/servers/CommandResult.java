package dev.imagemirror.servers;

/// How a program ended and what it printed.
public record CommandResult(int exitCode, String stdout, String stderr) {

    /// This result, when the program succeeded; otherwise an exception that shows what it said.
    public CommandResult orThrow() {
        if (exitCode != 0) {
            throw new IllegalStateException("exit code " + exitCode + "\n" + stdout + stderr);
        }
        return this;
    }
}
