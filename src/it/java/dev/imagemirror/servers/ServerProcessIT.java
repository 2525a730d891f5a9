package dev.imagemirror.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessIT {

    private static final Path SHELL = Path.of("/bin/sh");

    @TempDir
    private Path logs = Path.of("");

    @Test
    void closingEndsTheServerAndRemovesItsFolder() {
        Launch launch = shell("trap 'exit 3' TERM; touch $1/ready; while :; do sleep 0.1; done");
        ServerProcess server = ServerProcess.start(launch, ready(launch));

        assertThat(server.stop()).isEqualTo(3);
        assertThat(launch.folder()).exists();
        server.close();
        assertThat(launch.folder()).doesNotExist();
    }

    @Test
    void theStatusIsTheServersOwnWhenItEndsByItself() {
        Launch launch = shell("touch $1/ready; sleep 0.3; exit 7");
        try (ServerProcess server = ServerProcess.start(launch, ready(launch))) {
            await().until(() -> !server.isAlive());
            assertThat(server.stop()).isEqualTo(7);
        }
    }

    @Test
    void aServerThatDoesNotStartIsReportedWithItsLog() {
        Launch launch = shell("echo no such thing; exit 2");

        assertThatThrownBy(() -> ServerProcess.start(launch, () -> false))
                .isInstanceOf(ServerStartException.class)
                .hasMessageContainingAll("ended with status 2 before it was ready", "no such thing");
        assertThat(launch.folder()).doesNotExist();
    }

    @Test
    void aServerThatIsNeverReadyIsReportedAndEnded() {
        Launch launch = shell("sleep 1000").withDeadline(Duration.ofMillis(200));

        assertThatThrownBy(() -> ServerProcess.start(launch, () -> false)).hasMessageContaining("was not ready within");
    }

    @Test
    void aServerDiesWithItsJvmAndTakesItsFolderAlong() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path folder = ServerFolder.create("orphan");
        Process jvm = new ProcessBuilder(
                        java.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Orphan.class.getName(),
                        folder.toString(),
                        logs.toString())
                .redirectOutput(logs.resolve("jvm.txt").toFile())
                .redirectErrorStream(true)
                .start();
        Path ready = folder.resolve("ready");
        await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(ready) && Files.size(ready) > 0);
        ProcessHandle server = ProcessHandle.of(
                        Long.parseLong(ServerFolder.read(ready).strip()))
                .orElseThrow();

        jvm.destroyForcibly();

        await().until(() -> !server.isAlive());
        await().until(() -> !Files.exists(folder));
    }

    /// The JVM that is killed: it starts a server that writes its process id, and waits.
    static final class Orphan {
        private Orphan() {}

        static void main(String[] arguments) throws InterruptedException {
            Path folder = Path.of(arguments[0]);
            String script = "echo $$ > $1/ready; exec sleep 1000";
            Launch launch = Launch.in(folder, "orphan", SHELL, "-c", script, "-", folder.toString())
                    .withLogFolder(Path.of(arguments[1]));
            ServerProcess.start(launch, ready(launch));
            Thread.currentThread().join();
        }
    }

    /// A server in the shell's language; `$1` is its folder.
    private Launch shell(String script) {
        Path folder = ServerFolder.create("shell");
        return Launch.in(folder, "shell", SHELL, "-c", script, "-", folder.toString())
                .withLogFolder(logs);
    }

    private static BooleanSupplier ready(Launch launch) {
        return () -> Files.exists(launch.folder().resolve("ready"));
    }
}
