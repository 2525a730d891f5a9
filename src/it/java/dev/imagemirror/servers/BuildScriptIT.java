package dev.imagemirror.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script that builds the servers, with a `go` of ours that notes its calls and takes a second to build.
class BuildScriptIT {

    private static final String GO = """
            #!/bin/sh
            here=${0%/*}
            case $1 in
            version)
                [ ! -e "$here/version-problem" ] || { cat "$here/version-problem" && exit 1; }
                ;;
            build)
                echo build >> "$here/calls"
                while [ "$1" != -o ]; do shift; done
                sleep 1
                printf '#!/bin/sh\\n' > "$2"
                chmod +x "$2"
                ;;
            esac
            """;

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void provideGo() throws IOException {
        executable(folder.resolve("bin/go"), GO);
    }

    @Test
    void twoBuildsAtOnceDoTheWorkOnce() throws IOException {
        var first = CompletableFuture.supplyAsync(() -> build("crane"));
        var second = CompletableFuture.supplyAsync(() -> build("crane"));

        String line = first.join().orThrow().stdout();
        assertThat(second.join().orThrow().stdout()).isEqualTo(line).matches("crane=/.*/crane-[0-9a-f]{16}/crane\n");
        assertThat(folder.resolve("bin/calls")).hasContent("build");
        Path binary = Path.of(line.strip().substring("crane=".length()));
        try (Stream<Path> files = Files.list(binary.getParent())) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("crane", "lock");
        }
    }

    @Test
    void whatIsCachedNeedsNoGo() throws IOException {
        String line = build("crane").orThrow().stdout();
        executable(folder.resolve("bin/go"), "#!/bin/sh\nexit 1\n");

        assertThat(build("crane").orThrow().stdout()).isEqualTo(line);
    }

    @Test
    void binariesThatOneHasAreUsedAsTheyAre() throws IOException {
        Path own = executable(folder.resolve("own/helm"), "#!/bin/sh\n");

        CommandResult result =
                build(Map.of("IMAGEMIRROR_SERVERS", folder.resolve("own").toString()), "helm");
        assertThat(result.orThrow().stdout()).isEqualTo("helm=" + own + "\n");
    }

    @Test
    void aGoThatIsTooOldIsToldInOneSentence() throws IOException {
        Files.writeString(folder.resolve("bin/version-problem"), "go: go.mod requires go >= 1.25.0");

        CommandResult result = build("crane");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stderr())
                .isEqualTo("error: Go 1.25.0 or newer is needed to build crane; install it and run this again"
                        + " (Go says: go: go.mod requires go >= 1.25.0).\n");
    }

    @Test
    void anUnknownNameIsToldWithTheKnownOnes() {
        assertThat(build("docker").stderr())
                .startsWith("error: there is no server named 'docker'; the names are: etcd ");
    }

    private CommandResult build(String name) {
        return build(Map.of(), name);
    }

    private CommandResult build(Map<String, String> more, String name) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        environment.put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        environment.putIfAbsent("IMAGEMIRROR_SERVERS", "");
        List<String> line = List.of(ServerBinaries.script("build").toString(), name);
        return new Command(line, environment, Duration.ofSeconds(30)).run();
    }

    private static Path executable(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, script);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
