package dev.imagemirror.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.registry.testing.TestRegistry;
import dev.imagemirror.servers.Command;
import dev.imagemirror.servers.CommandResult;
import dev.imagemirror.servers.ServerBinaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is packaged starts from its caches, and says nothing of that whatever a cache is like.
class LaunchIT {
    private static final Path PROJECT = ServerBinaries.project();
    private static final Path APPLICATION = PROJECT.resolve("target/quarkus-app");
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private static final String UNREACHABLE = """
            apiVersion: imagemirror.dev/v1alpha1
            kind: ImageMirror
            metadata: {name: unreachable}
            spec:
              sources: [{repository: '127.0.0.1:1/app'}]
              target: {registry: '127.0.0.1', prefix: /m}
            """;

    @TempDir
    private Path folder;

    @BeforeAll
    static void record() {
        record("commands");
    }

    @Test
    void aCommandTakesItsClassesFromTheCache() throws IOException {
        Path mirror = Files.writeString(folder.resolve("mirror.yaml"), UNREACHABLE);
        Path log = folder.resolve("classes");

        CommandResult run = start(APPLICATION, logging(log, ""), "sync", "-f", mirror.toString());

        assertThat(run.stdout()).contains("1 failed");
        assertThatTheEngineIsCached(log);
    }

    /// With a setting that nobody knows, with which the operator ends before it looks for a cluster.
    @Test
    @Tag("long")
    void theOperatorTakesItsClassesFromTheCache() throws IOException {
        record("operator");
        Path log = folder.resolve("classes");

        CommandResult run = start(APPLICATION, logging(log, " -Dimagemirror.unknown=1"));

        assertThat(run.stderr()).contains("imagemirror.unknown");
        assertThatTheEngineIsCached(log);
    }

    @Test
    void saysNothingButItsAnswer() throws IOException {
        CommandResult answer = start(APPLICATION, Map.of(), "--version");
        assertThat(answer.stdout().lines()).singleElement().asString().startsWith("imagemirror ");
        assertThat(answer.stderr()).isEmpty();
        for (String link : List.of("app", "lib")) {
            Files.createSymbolicLink(folder.resolve(link), APPLICATION.resolve(link));
        }
        assertThat(start(folder, Map.of(), "--version")).as("without a cache").isEqualTo(answer);
        Path cache = Files.writeString(folder.resolve("commands.aot"), "no cache");
        assertThat(start(folder, Map.of(), "--version")).as("a broken cache").isEqualTo(answer);
        Files.copy(APPLICATION.resolve("commands.aot"), cache, StandardCopyOption.REPLACE_EXISTING);
        assertThat(start(folder, Map.of(), "--version"))
                .as("a cache of other files")
                .isEqualTo(answer);
    }

    /// With libraries that nothing else comes to here.
    @Test
    void copiesToAnArchiveAndBack() {
        try (TestRegistry registry = TestRegistry.start()) {
            registry.addImage("app", "v1", "the layer of an image");
            String image = "docker://%s/app:v1".formatted(registry.registry());
            String archive = "oci-archive:%s:v1".formatted(folder.resolve("app.tar.gz"));
            String copy = "docker://%s/copy:v1".formatted(registry.registry());

            start(APPLICATION, Map.of(), "copy", image, archive).orThrow();
            start(APPLICATION, Map.of(), "copy", archive, copy).orThrow();

            assertThat(registry.tagged("copy", "v1")).isPresent().isEqualTo(registry.tagged("app", "v1"));
        }
    }

    private static Map<String, String> logging(Path log, String options) {
        return Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + log + options);
    }

    private static void assertThatTheEngineIsCached(Path log) throws IOException {
        List<String> engine = Files.readAllLines(log).stream()
                .filter(line -> line.matches(".* (org.apache.hc|com.fasterxml|dev.imagemirror.registry)\\..*"))
                .toList();
        assertThat(engine).hasSizeGreaterThan(500);
        assertThat(engine.stream().filter(line -> line.endsWith(".jar")))
                .as("what a failure needs was not recorded; without the cache it is nearly everything")
                .hasSizeLessThan(20);
    }

    private static void record(String kind) {
        run(List.of(PROJECT.resolve("src/it/launch/record").toString(), kind), Map.of())
                .orThrow();
    }

    private static CommandResult start(Path application, Map<String, String> environment, String... arguments) {
        List<String> line = new ArrayList<>(List.of(arguments));
        line.addAll(0, List.of(PROJECT.resolve("src/main/launch/start").toString(), application.toString()));
        return run(line, environment);
    }

    private static CommandResult run(List<String> line, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("JAVA_HOME", System.getProperty("java.home"));
        return new Command(line, all, LIMIT).run();
    }
}
