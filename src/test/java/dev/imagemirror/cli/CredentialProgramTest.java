package dev.imagemirror.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirror.auth.Credential;
import dev.imagemirror.auth.CredentialException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Credential helpers as processes of the operating system.
@Timeout(60)
class CredentialProgramTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    @TempDir
    Path temporary;

    private ProgramFolder folder = new ProgramFolder(Path.of("/"));

    @BeforeEach
    void prepare() {
        folder = new ProgramFolder(temporary);
    }

    @Test
    void isAskedForTheServer() throws IOException {
        folder.add("x", "echo '{\"ServerURL\":\"'$server'\",\"Username\":\"u-'$server-$1'\",\"Secret\":\"s\"}'");

        assertThat(helper("x").ask("quay.io")).contains(new Credential.Basic("u-quay.io-get", "s"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo 'credentials not found in native keychain'; exit 1",
                "printf '{}'",
            })
    void mayKnowNothing(String script) throws IOException {
        folder.add("x", script);

        assertThat(helper("x").ask("quay.io")).isEmpty();
    }

    @Test
    void mayAnswerAnIdentityToken() throws IOException {
        folder.add("x", "echo '{\"Username\":\"<token>\",\"Secret\":\"id\"}'");

        assertThat(helper("x").ask("quay.io")).contains(new Credential.IdentityToken("id"));
    }

    @Test
    void whatItSaysOfItsFailureIsTold() throws IOException {
        folder.add("x", "echo 'the vault is locked'; echo 'noise' >&2; exit 3");

        assertThatThrownBy(() -> helper("x").ask("quay.io"))
                .isInstanceOf(CredentialException.class)
                .hasMessage("the credential helper docker-credential-x failed with exit code 3: the vault is locked;"
                        + " mend it, or remove it from docker's configuration");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo '{\"Username\":\"u\",\"Secret\":\"hidden\"}'; exit 1",
                "echo '{\"Username\":\"u\",\"Secret\":\"hidden'",
                "echo 'hidden'",
                "printf '{\"Username\":\"u\",\"Secret\":\"hidden\\\\n\"}'",
                "kill -9 $$",
            })
    void nonsenseIsAFailureThatShowsNoSecret(String script) throws IOException {
        folder.add("x", script);

        assertThatThrownBy(() -> helper("x").ask("quay.io"))
                .isInstanceOf(CredentialException.class)
                .hasNoCause()
                .hasMessageStartingWith("the credential helper docker-credential-x ")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void anAnswerWithoutEndIsCut() throws IOException {
        folder.add("x", "exec yes hidden");

        assertThatThrownBy(() -> helper("x").ask("quay.io"))
                .hasMessageContaining("answered more than 1048576 bytes")
                .hasMessageNotContaining("hidden");
    }

    /// The second one closes its output, so that the wait is for its end.
    @ParameterizedTest
    @ValueSource(strings = {"sleep 1000", "exec >&-; sleep 1000"})
    void oneThatHangsIsKilledWithAllThatItStarted(String script) throws Exception {
        folder.add(
                "x", "sleep 1000 & echo $! >> %s/pids; echo $$ >> %s/pids; %s".formatted(temporary, temporary, script));
        var helper = new CredentialProgram("x", folder.environment(), Duration.ofSeconds(1));

        assertThatThrownBy(() -> helper.ask("quay.io")).hasMessageContaining("did not end within 1 s");

        assertThat(folder.linesOf("pids")).hasSize(2);
        for (String pid : folder.linesOf("pids")) {
            var process = ProcessHandle.of(Long.parseLong(pid));
            if (process.isPresent()) {
                process.get().onExit().get();
            }
        }
    }

    @Test
    void oneThatDoesNotReadIsNoTrouble() throws IOException {
        Path file = Files.writeString(
                temporary.resolve("docker-credential-x"),
                "#!/bin/sh\nexec <&-\necho '{\"Username\":\"u\",\"Secret\":\"s\"}'\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));

        assertThat(helper("x").ask("quay.io")).contains(new Credential.Basic("u", "s"));
    }

    @Test
    void getsNoSecretsOfOtherPrograms() throws IOException {
        folder.add("x", "env > %s/env; echo 'credentials not found in native keychain'; exit 1".formatted(temporary));
        Map<String, String> environment = new HashMap<>(folder.environment());
        environment.putAll(Map.of(
                "HOME", "/h", "AWS_PROFILE", "p", "XDG_RUNTIME_DIR", "/r", "https_proxy", "http://p", "LC_ALL", "C"));
        environment.putAll(Map.of("GITHUB_TOKEN", "t", "DB_PASSWORD", "t", "KUBECONFIG", "t", "LD_PRELOAD", "t"));

        new CredentialProgram("x", environment, LONG).ask("quay.io");

        assertThat(folder.linesOf("env"))
                .contains("HOME=/h", "AWS_PROFILE=p", "XDG_RUNTIME_DIR=/r", "https_proxy=http://p", "LC_ALL=C")
                .noneMatch(line -> line.matches("(GITHUB_TOKEN|DB_PASSWORD|KUBECONFIG|LD_PRELOAD)=.*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "../x", "..", ".x", "-x", "x y", "x;y", "x\n", "ä"})
    void aNameIsNoPathAndNoCommand(String name) {
        assertThatThrownBy(() -> helper(name)).isInstanceOf(CredentialException.class);
    }

    @Test
    void isFoundOnThePathAloneAndOnlyWhereItIsAbsolute() throws IOException {
        folder.add("x", "exit 0");
        Path relative = Path.of("").toAbsolutePath().relativize(temporary.toAbsolutePath());

        for (String path : new String[] {"", "/nowhere", relative.toString(), ":", "."}) {
            var helper = new CredentialProgram("x", Map.of("PATH", path), LONG);
            assertThatThrownBy(() -> helper.ask("quay.io"))
                    .as(path)
                    .hasMessageContaining("docker-credential-x is not on the PATH");
        }
    }

    private CredentialProgram helper(String name) {
        return new CredentialProgram(name, folder.environment(), LONG);
    }
}
