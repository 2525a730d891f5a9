package dev.imagemirror.cli;

import java.util.List;

/// `sync`: runs the ImageMirror documents of files once.
final class SyncCommand {
    private static final String FOOTER = """
            Credentials come from Secret documents in the same files, or from where docker,
            podman and skopeo keep them: $REGISTRY_AUTH_FILE alone, or
            $XDG_RUNTIME_DIR/containers/auth.json, ~/.config/containers/auth.json and
            $DOCKER_CONFIG/config.json (~/.docker/config.json), in this order. Credential
            helpers that these files name are run, for 30 seconds at most. Hosts on
            localhost and loopback addresses are spoken to by plain HTTP, unless
            certSecretRef is set for them. HTTPS_PROXY, HTTP_PROXY and NO_PROXY are heeded.

            Exit codes: 0 every tag is present or excused
                        1 a document is refused
                        2 the command line is wrong
                        3 something failed
            """;

    private SyncCommand() {}

    static Command command() {
        return new Command(
                "imagemirror sync",
                "Runs the ImageMirror documents of these files once, without a cluster.",
                JobRunner.OPTIONS,
                List.of(),
                () -> FOOTER,
                (line, console) -> JobRunner.run(line, console, false));
    }
}
