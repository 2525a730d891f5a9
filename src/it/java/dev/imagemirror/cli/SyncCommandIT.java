package dev.imagemirror.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.images.Image;
import dev.imagemirror.images.Images;
import dev.imagemirror.images.Pusher;
import dev.imagemirror.servers.Crane;
import dev.imagemirror.servers.RegistryOptions;
import dev.imagemirror.servers.RegistryServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `sync` of the packaged application, between real registries. Crane says what they hold.
class SyncCommandIT {
    private static final List<String> START = List.of("src/main/launch/start", "target/quarkus-app");

    @TempDir
    Path folder;

    /// What one command wrote, and how it ended.
    private record Run(int exit, String output, Duration time) {}

    @Test
    void mirrorsBetweenRealRegistries() throws IOException, InterruptedException {
        try (RegistryServer source = RegistryServer.start(RegistryOptions.named("cli-source"));
                RegistryServer target =
                        RegistryServer.start(RegistryOptions.named("cli-target").withPassword())) {
            Images images = new Images(6);
            Pusher pusher = new Pusher();
            Image single = images.single(3, 2_000_000);
            Image index = images.index(3, 50_000, "linux/amd64", "linux/arm64");
            pusher.push(single, source.address() + "/team/app", "1.0");
            pusher.push(index, source.address() + "/team/app", "2.0");
            login(target);
            Path file = Files.writeString(folder.resolve("mirror.yaml"), mirror(source, target));

            Run run = run("sync", "-f", file.toString());

            assertThat(run.exit()).as(run.output()).isZero();
            assertThat(run.output())
                    .contains("2 tags, 2 present, 2 copied, 0 failed")
                    .doesNotContain("Quarkus");
            Crane crane = new Crane(folder).login(target.address(), RegistryServer.USER, RegistryServer.PASSWORD);
            assertThat(digest(crane, target, "1.0")).isEqualTo(single.digest());
            assertThat(digest(crane, target, "2.0")).isEqualTo(index.digest());
            crane.run("validate", "--remote", target.address() + "/m/team/app:2.0")
                    .orThrow();

            long written = target.requests("manifest", "put") + target.requests("blob-upload", "post");
            assertThat(run("sync", "-f", file.toString()).output()).contains("2 present, 0 copied");
            assertThat(target.requests("manifest", "put") + target.requests("blob-upload", "post"))
                    .isEqualTo(written);
        }
    }

    @Test
    void asksTheCredentialHelperOfTheUser() throws IOException, InterruptedException {
        try (RegistryServer source = RegistryServer.start(RegistryOptions.named("helped-source"));
                RegistryServer target = RegistryServer.start(
                        RegistryOptions.named("helped-target").withPassword())) {
            new Pusher().push(new Images(7).single(1, 1000), source.address() + "/team/app", "1.0");
            Path helper = Files.writeString(
                    folder.resolve("docker-credential-it"),
                    "#!/bin/sh\nread -r server\necho $server >> %s/asked\necho '{\"Username\":\"%s\",\"Secret\":\"%s\"}'\n"
                            .formatted(folder, RegistryServer.USER, RegistryServer.PASSWORD));
            Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwx------"));
            Files.writeString(
                    folder.resolve("config.json"), "{\"credHelpers\": {\"%s\": \"it\"}}".formatted(target.address()));
            Path file = Files.writeString(folder.resolve("mirror.yaml"), mirror(source, target));

            Run run = run("sync", "-f", file.toString());

            assertThat(run.output()).contains("1 tags, 1 present, 1 copied, 0 failed");
            assertThat(run.output()).doesNotContain(RegistryServer.PASSWORD);
            assertThat(Files.readAllLines(folder.resolve("asked"))).containsExactly(target.address());
        }
    }

    /// Quarkus would write its banner and open a port for health. The limit is generous, since the machine may be busy.
    @Test
    void answersWithoutBootingTheOperator() throws IOException, InterruptedException {
        Run version = run("--version");

        assertThat(version.exit()).isZero();
        assertThat(version.output().lines()).hasSize(1).first().asString().startsWith("imagemirror ");
        assertThat(version.time()).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void refusesADocument() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("bad.yaml"), "kind: ImageMirror\nspec: [\n");
        Run run = run("sync", "-f", file.toString());
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.output().lines()).singleElement().asString().startsWith("imagemirror: " + file + ", document 1");
    }

    private Run run(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(START.stream(), Stream.of(arguments)).toList());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("DOCKER_CONFIG", folder.toString());
        builder.environment().merge("PATH", folder.toString(), (path, more) -> path + ":" + more);
        builder.redirectErrorStream(true);
        long began = System.nanoTime();
        Process process = builder.start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Run(process.waitFor(), output, Duration.ofNanos(System.nanoTime() - began));
        } finally {
            process.destroyForcibly();
        }
    }

    private void login(RegistryServer target) throws IOException {
        String pair = RegistryServer.USER + ":" + RegistryServer.PASSWORD;
        String auth = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                folder.resolve("config.json"),
                "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(target.address(), auth));
    }

    private static String digest(Crane crane, RegistryServer registry, String tag) {
        return crane.run("digest", registry.address() + "/m/team/app:" + tag)
                .orThrow()
                .stdout()
                .strip();
    }

    private static String mirror(RegistryServer source, RegistryServer target) {
        return """
                apiVersion: imagemirror.dev/v1alpha1
                kind: ImageMirror
                metadata: {name: real}
                spec:
                  sources: [{repository: %s/team/app}]
                  target: {registry: '%s', prefix: /m}
                """.formatted(source.address(), target.address());
    }
}
