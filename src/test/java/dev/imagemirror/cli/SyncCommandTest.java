package dev.imagemirror.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyncCommandTest extends CommandScene {
    private static final String PASSWORD = "correct-horse";

    @Test
    void copiesAndSaysSo() throws IOException {
        Digest one = source.addImage("app", "1", "one");
        Digest two = source.addImage("app", "2", "two");

        CommandRun run = sync(file("mirror.yaml", mirror("app")));

        assertThat(run.exit()).as(run.all()).isZero();
        assertThat(target.tagged("m/app", "1")).contains(one);
        assertThat(target.tagged("m/app", "2")).contains(two);
        assertThat(run.out().lines())
                .hasSize(3)
                .anySatisfy(line -> assertThat(line)
                        .matches("PRESENT +copied +" + source.repository("app") + ":1 -> " + target.repository("m/app")
                                + ":1  [0-9.]+ s"))
                .last()
                .satisfies(line -> assertThat(line).startsWith("default/one: 2 tags, 2 present, 2 copied, 0 failed, "));
        assertThat(run.err()).isEmpty();

        CommandRun again = sync(file("mirror.yaml", mirror("app")));
        assertThat(again.out()).contains("2 present, 0 copied, 0 failed, 0 B in ");
    }

    /// The repository has no tag yet, so it is not even listed, but its blobs are there.
    @Test
    void whatARunThatWasCutOffLeftIsNotSentAgain() throws IOException {
        Payload words = Payload.of("words".getBytes(StandardCharsets.UTF_8));
        Descriptor blob = source.addBlob("app", words);
        source.addManifest("app", MediaType.OCI_MANIFEST, TestRegistry.imageManifest(blob, blob), "1");
        target.addBlob("m/app", words);

        CommandRun run = sync(file("mirror.yaml", mirror("app")));

        assertThat(run.exit()).as(run.all()).isZero();
        assertThat(target.count(RequestKind.UPLOAD_POST))
                .as("it finds the blob")
                .isEqualTo(1);
        assertThat(target.count(RequestKind.UPLOAD_PUT)).isZero();
        assertThat(source.count(RequestKind.BLOB_GET)).isZero();
    }

    @Test
    void readsStandardInput() {
        source.addImage("app", "1", "one");

        CommandRun run = CommandRun.of(folder, mirror("app"), "sync", "-f", "-");

        assertThat(run.exit()).as(run.all()).isZero();
        assertThat(target.tagged("m/app", "1")).isPresent();
    }

    @Test
    void runsEveryDocumentOfEveryFile() throws IOException {
        source.addImage("a", "1", "a");
        source.addImage("b", "1", "b");
        source.addImage("c", "1", "c");
        Path two = file("two.yaml", mirror("a") + "---\nkind: ConfigMap\nwhatever: true\n---\n" + mirror("b"));
        Path one = file("one.yaml", mirror("c"));

        CommandRun run = CommandRun.of(folder, "", "sync", "-f", two.toString(), "-f", one.toString());

        assertThat(run.exit()).as(run.all()).isZero();
        assertThat(run.out().lines().filter(line -> line.contains("1 tags, 1 present")))
                .hasSize(3);
        assertThat(target.tagged("m/a", "1")).isPresent();
        assertThat(target.tagged("m/b", "1")).isPresent();
        assertThat(target.tagged("m/c", "1")).isPresent();
    }

    @Test
    void usesSecretsOfTheSameFiles() throws IOException {
        target.requireBasic("pusher", PASSWORD);
        source.addImage("app", "1", "one");
        String secret = """
                apiVersion: v1
                kind: Secret
                metadata: {name: push}
                type: kubernetes.io/basic-auth
                stringData: {username: pusher, password: %s}
                ---
                """.formatted(PASSWORD);

        CommandRun run =
                sync(file("mirror.yaml", secret + mirror("app").replace("/m}", "/m, secretRef: {name: push}}")));

        assertThat(run.exit()).as(run.all()).isZero();
        assertThat(target.tagged("m/app", "1")).isPresent();
        assertThat(run.all()).doesNotContain(PASSWORD, base64("pusher:" + PASSWORD));
    }

    @Test
    void usesDockersConfiguration() throws IOException {
        target.requireBasic("pusher", PASSWORD);
        source.addImage("app", "1", "one");
        writeDockersConfiguration();

        CommandRun run = sync(file("mirror.yaml", mirror("app")));

        assertThat(run.exit()).as(run.all()).isZero();
        assertThat(run.all()).doesNotContain(PASSWORD, base64("pusher:" + PASSWORD));
    }

    @Test
    void aWrongPasswordIsAFailureThatIsNotShown() throws IOException {
        target.requireBasic("pusher", "another");
        source.addImage("app", "1", "one");
        writeDockersConfiguration();

        CommandRun run = sync(file("mirror.yaml", mirror("app")));

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.out())
                .contains("FAILED", "Unauthorized", target.registry().toString());
        assertThat(run.all()).doesNotContain(PASSWORD, base64("pusher:" + PASSWORD));
    }

    @Test
    void aFailedTagDoesNotStopTheRest() throws IOException {
        source.addImage("app", "1", "one");
        source.addImage("app", "2", "two");
        source.fault(RequestKind.BLOB_GET, 1, Fault.corrupt());

        CommandRun run = sync(file("mirror.yaml", mirror("app").replace("spec:", "spec:\n  concurrency: 1")));

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.out())
                .containsPattern("ABSENT .*DigestMismatch")
                .contains("1 present, 1 copied, 1 failed")
                .containsPattern("look first: 1 x  DigestMismatch: ");
    }

    @Test
    void aDryRunWritesNothing() throws IOException {
        source.addImage("app", "1", "one");

        CommandRun run = sync(file("mirror.yaml", mirror("app").replace("spec:", "spec:\n  dryRun: true")));

        assertThat(run.exit()).as(run.all()).isZero();
        assertThat(run.out()).containsPattern("ABSENT +copy ");
        assertThat(target.tagged("m/app", "1")).isEmpty();
    }

    @Test
    void theLaterOfTwoDocumentsThatFightIsRefused() throws IOException {
        String one = mirror("a").replace("/a}", "/a:1}");
        String two = mirror("b").replace("/b}", "/b:1}").replace("prefix: /m}", "prefix: /m, path: '{prefix}a'}");

        CommandRun run = sync(file("mirror.yaml", one + "---\n" + two));

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("document 2: TargetConflict:", "a:1'", "b:1'");
    }

    @Test
    void aSuspendedMirrorIsNotRun() throws IOException {
        CommandRun run = sync(file("mirror.yaml", mirror("app").replace("spec:", "spec:\n  suspend: true")));
        assertThat(run.exit()).isZero();
        assertThat(run.out()).isEqualTo("default/one is suspended\n");
        assertThat(source.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sources:|sourcez:|there is no field spec.sourcez; known are .*sources, ",
                "prefix: /m|prefixx: /m|there is no field spec.target.prefixx; known are .*prefix, ",
                "spec:|'spec:\n  recheck: {sorce: 1h}'|there is no field spec.recheck.sorce; known are .*source, ",
                "spec:|'spec:\n  defaults: {x: []}'|there is no field spec.defaults.x; known are .*platforms, ",
                "spec:|'spec:\n  interval: 1x'|spec.interval: '1x' is not a duration: write for example",
                "app}|a pp}|spec.sources[0].repository: .*blanks are not allowed",
                "imagemirror.dev/v1alpha1|imagemirror.dev/v9|apiVersion must be imagemirror.dev/v1alpha1",
                "name: one|nome: one|metadata.name and spec are needed",
                "spec:|specs:|metadata.name and spec are needed",
                "spec:|'data: {}\nspec:'|there is no field data; known are apiVersion, kind, metadata, spec, status",
                "spec:|'spec: [{'|not valid YAML near line 1[0-9], column [0-9]+",
                "sources: [|'sources: [[['|not valid YAML near line",
                "metadata:|'kind: Twice\nmetadata:'|a field stands twice",
                "sources: [|'sources: 7 #'|spec.sources must be a list",
                "target: {|'target: 7 #'|spec.target must be an object",
                "prefix: /m|pathSeparator: x|spec.target.pathSeparator must be one of",
                "prefix: /m|plainHTTP: perhaps|spec.target.plainHTTP must be true or false",
                "spec:|'spec:\n  concurrency: many'|spec.concurrency must be a whole number",
            })
    void refusesADocumentAndRunsNothing(String what, String wrong, String message) throws IOException {
        source.addImage("app", "1", "one");
        Path path = file("bad.yaml", mirror("app") + "---\n" + mirror("app").replace(what, wrong));

        CommandRun run = sync(path);

        assertThat(run.exit()).as(run.all()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("imagemirror: " + path + ", document 2: ")
                .doesNotContain("\tat ", "Exception", "class ");
        assertThat(run.err().lines()).hasSizeLessThanOrEqualTo(2);
        assertThat(run.err()).containsPattern(message.replace("sources[0]", "sources\\[0]"));
        assertThat(run.out()).isEmpty();
        assertThat(source.requests()).isEmpty();
    }

    @Test
    void refusesFilesWithoutAMirror() throws IOException {
        CommandRun none = sync(file("empty.yaml", ""));
        CommandRun missing = sync(folder.resolve("missing.yaml"));
        CommandRun directory = sync(folder);

        assertThat(none.exit()).isEqualTo(1);
        assertThat(none.err()).contains("no ImageMirror document");
        assertThat(missing.exit()).isEqualTo(1);
        assertThat(missing.err()).isEqualTo("imagemirror: there is no file " + folder.resolve("missing.yaml") + "\n");
        assertThat(directory.exit()).isEqualTo(1);
        assertThat(directory.err()).contains("cannot be read").doesNotContain("\tat ");
    }

    @Test
    void refusesASecretThatIsNoBase64WithoutShowingIt() throws IOException {
        String secret = "kind: Secret\nmetadata: {name: push}\ndata: {password: '%%%correct-horse'}\n---\n";
        CommandRun run = sync(file("mirror.yaml", secret + mirror("app")));
        assertThat(run.exit()).as(run.all()).isEqualTo(1);
        assertThat(run.err())
                .contains("document 1: data.password is not base64")
                .doesNotContain(PASSWORD);
    }

    @Test
    void aMistakeInASecretIsNotQuoted() throws IOException {
        CommandRun run = sync(file("mirror.yaml", "kind: Secret\nstringData:\n  password: [correct-horse\n---\n"));
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("document 1: it is not valid YAML").doesNotContain(PASSWORD);
    }

    private CommandRun sync(Path file) {
        return CommandRun.of(folder, "", "sync", "-f", file.toString());
    }

    /// With the password of the pusher for the target.
    private void writeDockersConfiguration() throws IOException {
        Files.createDirectories(folder.resolve(".docker"));
        Files.writeString(
                folder.resolve(".docker/config.json"),
                "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(target.registry(), base64("pusher:" + PASSWORD)));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
