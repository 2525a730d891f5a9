package dev.imagemirror.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.images.Image;
import dev.imagemirror.images.Images;
import dev.imagemirror.images.Pusher;
import dev.imagemirror.servers.Crane;
import dev.imagemirror.servers.RegistryOptions;
import dev.imagemirror.servers.RegistryServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `copy` between real registries and layouts. Crane reads and writes layouts and docker's archives, too, and shares no
/// code with us.
class CopyCommandIT {
    private static final Images IMAGES = new Images(8);
    private static final Image SINGLE = IMAGES.single(3, 200_000);
    private static final Image INDEX = IMAGES.attested("linux/amd64", "linux/arm64");
    private static final Image DOCKER = IMAGES.docker(2, 50_000);
    private static final Image LIST = IMAGES.dockerList("linux/amd64", "linux/arm64");
    private static final Image NESTED = IMAGES.nested("linux/amd64", "linux/s390x");

    private static RegistryServer registry = RegistryServer.start(RegistryOptions.named("copy"));

    @TempDir
    Path folder;

    @BeforeAll
    static void push() {
        Pusher pusher = new Pusher();
        pusher.push(SINGLE, registry.address() + "/app", "single");
        pusher.push(INDEX, registry.address() + "/app", "index");
        pusher.push(DOCKER, registry.address() + "/app", "docker");
        pusher.push(LIST, registry.address() + "/app", "list");
        pusher.push(NESTED, registry.address() + "/app", "nested");
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"oci:%s/layout", "oci-archive:%s/images.tar", "oci-archive:%s/images.tar.gz"})
    void everyDigestIsKept(String pattern) {
        String layout = pattern.formatted(folder);
        String back = "back-" + pattern.replaceAll("[^a-z]+", "-");

        copy(remote("app"), layout);
        copy(layout, remote(back));

        for (String tag : List.of("single", "index", "docker", "list", "nested")) {
            assertThat(crane("digest", name(back, tag))).as(tag).isEqualTo(crane("digest", name("app", tag)));
        }
        crane("validate", "--remote", name(back, "nested"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"single", "index", "docker", "list"})
    void craneReadsOurLayout(String tag) {
        copy(remote("app:" + tag), "oci:" + folder.resolve("layout"));

        crane("push", folder.resolve("layout").toString(), name("crane", tag));

        assertThat(crane("digest", name("crane", tag))).isEqualTo(crane("digest", name("app", tag)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"single", "index"})
    void weReadCranesLayout(String tag) {
        String layout = folder.resolve("layout").toString();
        crane("pull", "--format=oci", "--annotate-ref", name("app", tag), layout);

        copy("oci:" + layout, remote("ours"));

        assertThat(crane("digest", name("ours", tag))).isEqualTo(crane("digest", name("app", tag)));
    }

    @Test
    void craneReadsOurArchiveForDocker() {
        Path file = folder.resolve("images.tar");

        copy("--platform", "linux/arm64", remote("app:index"), "docker-archive:" + file);

        crane("validate", "--tarball", file.toString());
        crane("push", file.toString(), name("loaded", "index"));
        assertThat(crane("config", name("loaded", "index")))
                .isEqualTo(crane("config", "--platform", "linux/arm64", name("app", "index")));
    }

    private void copy(String... arguments) {
        String[] line = new String[arguments.length + 1];
        line[0] = "copy";
        System.arraycopy(arguments, 0, line, 1, arguments.length);
        CommandRun run = CommandRun.of(folder, "", line);
        assertThat(run.exit()).as(run.all()).isZero();
    }

    private String crane(String... arguments) {
        return new Crane(folder).run(arguments).orThrow().stdout();
    }

    private static String remote(String repository) {
        return "docker://" + name(repository);
    }

    private static String name(String repository) {
        return registry.address() + "/" + repository;
    }

    private static String name(String repository, String tag) {
        return name(repository) + ":" + tag;
    }
}
