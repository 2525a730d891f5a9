package dev.imagemirror.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CopyCommandTest extends CommandScene {
    @ParameterizedTest
    @ValueSource(strings = {"oci:%s/layout", "oci-archive:%s/images.tar", "oci-archive:%s/images.tar.gz"})
    void throughAFolderOrAnArchiveEveryDigestIsKept(String pattern) {
        Digest one = source.addImage("app", "1", "one");
        Digest two = source.addImage("app", "2", "two");
        String layout = pattern.formatted(folder);

        CommandRun there = copy(docker(source, "app"), layout);
        assertThat(there.exit()).as(there.all()).isZero();
        assertThat(there.out().lines())
                .hasSize(3)
                .anyMatch(line -> line.matches(
                        "PRESENT +copied +\\Q%s:1 -> %s:1\\E  [0-9.]+ s".formatted(docker(source, "app"), layout)))
                .last()
                .asString()
                .startsWith(layout + ": 2 tags, 2 present, 2 copied, 0 failed, ");

        CommandRun back = copy(layout, docker(target, "team/app"));
        assertThat(back.exit()).as(back.all()).isZero();
        assertThat(target.tagged("team/app", "1")).contains(one);
        assertThat(target.tagged("team/app", "2")).contains(two);
    }

    @Test
    void copiesOneTagUnderAnotherName() {
        Digest one = source.addImage("app", "1", "one");
        source.addImage("app", "2", "two");
        String layout = "oci:" + folder.resolve("layout");

        assertThat(copy(docker(source, "app:1"), layout + ":first").exit()).isZero();
        assertThat(copy(layout + ":first", docker(target, "app:again")).exit()).isZero();

        assertThat(target.tagged("app", "again")).contains(one);
        assertThat(target.tagged("app", "first")).isEmpty();
    }

    @Test
    void copiesTheTagsThatAFilterFinds() {
        source.addImage("app", "v1", "one");
        source.addImage("app", "edge", "two");

        CommandRun run = copy(docker(source, "app~/^v/"), docker(target, "app"));

        assertThat(run.exit()).as(run.all()).isZero();
        assertThat(target.tagged("app", "v1")).isPresent();
        assertThat(target.tagged("app", "edge")).isEmpty();
    }

    @Test
    void aSecondRunMovesNothing() {
        source.addImage("app", "1", "one");
        String layout = "oci:" + folder.resolve("layout");
        copy(docker(source, "app"), layout);

        assertThat(copy(docker(source, "app"), layout).out()).contains("1 present, 0 copied, 0 failed, 0 B");
    }

    @Test
    void writesAnArchiveForDocker() {
        Descriptor layer = source.addBlob("app", payload("layer"));
        Descriptor config = source.addBlob("app", payload("{\"rootfs\":{\"diff_ids\":[\"x\"]}}"));
        source.addManifest("app", MediaType.OCI_MANIFEST, TestRegistry.imageManifest(config, layer), "1");
        Path file = folder.resolve("images.tar");

        CommandRun run = copy(docker(source, "app:1"), "docker-archive:" + file + ":quay.io/team/app:2");

        assertThat(run.exit()).as(run.all()).isZero();
        assertThat(file).content(StandardCharsets.ISO_8859_1).contains("[\"quay.io/team/app:2\"]");
    }

    @Test
    void anArchiveIsNotWrittenWhenSomethingFailed() throws IOException {
        source.addImage("app", "1", "one");
        source.addImage("app", "2", "two");
        source.faultAlways(RequestKind.BLOB_GET, new Fault.Answer(TestAnswer.of(404)));
        Path file = Files.writeString(folder.resolve("images.tar"), "old");

        CommandRun run = copy(docker(source, "app"), "oci-archive:" + file);

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.out()).contains("2 failed");
        assertThat(file).hasContent("old");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void saysThatThereIsNoLayout() {
        CommandRun run = copy("oci:" + folder, docker(target, "app"));

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.err())
                .isEqualTo(
                        "imagemirror: NotARegistry: source %s: could not read the image layout: there is no file oci-layout, so this is no image layout%n"
                                .formatted(folder));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "quay.io/app            | oci:x                        | must begin with one of docker:// oci:",
                "oci:                   | docker://quay.io/app         | names no folder or file",
                "docker-archive:x.tar   | oci:x                        | docker archives can only be written",
                "docker://quay.io/app   | oci:x:1.0                    | the source stands for several",
                "docker://quay.io/app   | docker://other.io/app~/a/    | a repository and at most one tag",
                "oci:x:1.0              | docker-archive:y.tar         | docker archives need whole names",
                "docker://quay.io/App:1 | oci:x                        | upper-case letters",
            })
    void refusesWrongEnds(String from, String to, String message) throws IOException {
        CommandRun run = copy(from, to);

        assertThat(run.exit()).as(run.all()).isEqualTo(1);
        assertThat(run.err()).startsWith("imagemirror: ").contains(message).doesNotContain("\tat ");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void platformsAreForDockersArchives() {
        CommandRun run = CommandRun.of(folder, "", "copy", "--platform", "linux/amd64", docker(source, "app"), "oci:x");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("--platform is for docker-archive:");
    }

    @Test
    void foreignLayersAreListedOrCopied() {
        Descriptor config = source.addBlob("app", payload("{}"));
        Descriptor layer = source.addBlob("app", payload("windows"));
        MediaType foreign = MediaType.parse("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip");
        String image = TestRegistry.imageManifest(config, new Descriptor(foreign, layer.digest(), layer.size()));
        source.addManifest("app", MediaType.OCI_MANIFEST, image, "1");

        assertThat(copy(docker(source, "app:1"), docker(target, "left")).out())
                .contains("stay where their images say: " + layer.digest());
        assertThat(target.blob("left", layer.digest())).isEmpty();

        CommandRun run = CommandRun.of(
                folder, "", "copy", "--foreign-layers", docker(source, "app:1"), docker(target, "copied"));
        assertThat(run.out()).doesNotContain("stay where");
        assertThat(target.blob("copied", layer.digest())).isPresent();
    }

    private CommandRun copy(String from, String to) {
        return CommandRun.of(folder, "", "copy", from, to);
    }

    private static String docker(TestRegistry registry, String repository) {
        return "docker://" + registry.registry() + "/" + repository;
    }

    private static Payload payload(String text) {
        return Payload.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
