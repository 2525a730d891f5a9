package dev.imagemirror.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirror.auth.Credential;
import dev.imagemirror.auth.CredentialException;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where the user's credentials are looked for, and which come first.
class CredentialFilesTest {
    @TempDir
    Path home;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void prepare() {
        environment.putAll(new ProgramFolder(home).environment());
    }

    @Test
    void theFirstFileThatKnowsTheRepositoryCounts() throws IOException {
        environment.put("XDG_RUNTIME_DIR", home.resolve("run").toString());
        file("run/containers/auth.json", auths("a.test", "runtime", "d.test/team", "runtime-team"));
        file(".config/containers/auth.json", auths("a.test", "config", "b.test", "config"));
        file(
                ".docker/config.json",
                auths("a.test", "docker", "b.test", "docker", "c.test", "docker", "d.test", "docker"));

        assertThat(users("a.test/x")).containsExactly("runtime");
        assertThat(users("b.test/x")).containsExactly("config");
        assertThat(users("c.test/x")).containsExactly("docker");
        assertThat(users("d.test/team/x")).containsExactly("runtime-team");
        assertThat(users("d.test/teams/x")).containsExactly("docker");
        assertThat(users("e.test/x")).isEmpty();
    }

    @Test
    void variablesMoveTheFolders() throws IOException {
        environment.put("XDG_CONFIG_HOME", home.resolve("elsewhere").toString());
        environment.put("DOCKER_CONFIG", home.resolve("another").toString());
        file("elsewhere/containers/auth.json", auths("a.test", "config"));
        file("another/config.json", auths("b.test", "docker"));
        file(".config/containers/auth.json", auths("a.test", "wrong"));
        file(".docker/config.json", auths("b.test", "wrong", "c.test", "wrong"));

        assertThat(users("a.test/x")).containsExactly("config");
        assertThat(users("b.test/x")).containsExactly("docker");
        assertThat(users("c.test/x")).isEmpty();
    }

    @Test
    void theNamedFileIsTheOnlyOne() throws IOException {
        environment.put("REGISTRY_AUTH_FILE", home.resolve("mine.json").toString());
        file("mine.json", auths("a.test", "mine"));
        file(".docker/config.json", auths("b.test", "docker"));

        assertThat(users("a.test/x")).containsExactly("mine");
        assertThat(users("b.test/x")).isEmpty();
    }

    @Test
    void aFileThatIsNamedAndNotThereIsRefused() {
        environment.put("REGISTRY_AUTH_FILE", "/nowhere/auth.json");

        assertThatThrownBy(this::files)
                .isInstanceOf(MalformedException.class)
                .hasMessage("there is no file /nowhere/auth.json, which REGISTRY_AUTH_FILE names");
    }

    @Test
    void aBrokenFileIsNamed() throws IOException {
        file(".docker/config.json", "{\"auths\": {\"a.test\": {\"auth\": \"hidden!\"}}}");

        assertThatThrownBy(this::files)
                .isInstanceOf(MalformedException.class)
                .hasMessageStartingWith(home.resolve(".docker/config.json") + ": auths[\"a.test\"].auth is not")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void aHelperOfTheHostComesFirstThenTheStoreThenTheEntries() throws IOException {
        helper("special", "special-$server");
        new ProgramFolder(home).add("store", """
                case $server in
                  a.test) echo '{"Username":"store","Secret":"s"}';;
                  *) echo 'credentials not found in native keychain'; exit 1;;
                esac""");
        file(".docker/config.json", """
                {"credsStore": "store", "credHelpers": {"quay.io": "special"},
                 "auths": {"quay.io": {}, "a.test": {"auth": "ZW50cnk6eA=="}, "b.test": {"auth": "ZW50cnk6eA=="}}}
                """);

        assertThat(users("quay.io/x")).containsExactly("special-quay.io");
        assertThat(users("a.test/x")).containsExactly("store");
        assertThat(users("b.test/x")).containsExactly("entry");
        assertThat(users("c.test/x")).isEmpty();
    }

    @Test
    void dockerHubIsAskedForByItsOldAddress() throws IOException {
        new ProgramFolder(home)
                .add(
                        "hub",
                        "case $server in https://index.docker.io/v1/) echo '{\"Username\":\"hub\",\"Secret\":\"s\"}';; esac");
        file(".docker/config.json", "{\"credHelpers\": {\"index.docker.io\": \"hub\"}}");

        assertThat(users("docker.io/library/alpine")).containsExactly("hub");
    }

    @Test
    void aHelperIsAskedOnceForAHostHoweverManyWait() throws Exception {
        new ProgramFolder(home)
                .add("x", "echo $server >> %s/asked; echo 'the vault is locked'; exit 1".formatted(home));
        file(".docker/config.json", "{\"credsStore\": \"x\"}");
        CredentialFiles files = files();

        List<Future<?>> asked = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                String repository = "a.test/x" + i;
                asked.add(threads.submit(() -> files.find(Repository.parse(repository))));
            }
        }

        for (Future<?> one : asked) {
            assertThat(one.exceptionNow())
                    .isInstanceOf(CredentialException.class)
                    .hasMessageContaining("the vault is locked");
        }
        assertThat(new ProgramFolder(home).linesOf("asked")).containsExactly("a.test");
    }

    @Test
    void aHelperWithABadNameIsNotRun() throws IOException {
        file(".docker/config.json", "{\"credsStore\": \"../../bin/sh\"}");

        assertThatThrownBy(() -> users("a.test/x"))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("a name that is not 1 to 64 letters", "correct credsStore")
                .hasMessageNotContaining("bin/sh");
    }

    private void helper(String name, String user) throws IOException {
        new ProgramFolder(home).add(name, "echo '{\"Username\":\"'%s'\",\"Secret\":\"s\"}'".formatted(user));
    }

    private List<String> users(String repository) {
        return files().find(Repository.parse(repository)).stream()
                .map(credential -> ((Credential.Basic) credential).username())
                .toList();
    }

    private CredentialFiles files() {
        return CredentialFiles.read(environment, home);
    }

    private void file(String name, String content) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    /// @param entries key and user name in turn
    private static String auths(String... entries) {
        var auths = new StringBuilder();
        for (int i = 0; i < entries.length; i += 2) {
            auths.append(i == 0 ? "" : ",")
                    .append("\"%s\":{\"username\":\"%s\",\"password\":\"x\"}".formatted(entries[i], entries[i + 1]));
        }
        return "{\"auths\":{%s}}".formatted(auths);
    }
}
