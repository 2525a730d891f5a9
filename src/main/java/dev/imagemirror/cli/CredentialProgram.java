package dev.imagemirror.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemirror.auth.Credential;
import dev.imagemirror.auth.CredentialException;
import dev.imagemirror.http.Redaction;
import dev.imagemirror.oci.MalformedException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A program `docker-credential-NAME` of the PATH, as docker's configuration names it (`credsStore`, `credHelpers`):
/// `get` with a server on standard input answers a JSON object with `Username` and `Secret`. It runs with a part of the
/// environment, and ends after a time whatever it does. Only for the user's own configuration, on a command line.
///
/// @param environment of this process; what the program has no use for is not handed on
/// @param limit how long one answer may take
record CredentialProgram(String name, Map<String, String> environment, Duration limit) {
    static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int MAX_MESSAGE = 200;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    /// What helpers need: the user's folders and desktop session, keyrings, proxies, and the clouds' own variables. A
    /// token of some other program in the environment is none of their business.
    private static final Pattern PASSED = Pattern.compile("PATH|HOME|USER|LOGNAME|SHELL|TERM|TZ|LANG|LC_[A-Z]+|TMPDIR"
            + "|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|DBUS_SESSION_BUS_ADDRESS|XDG_[A-Z_]+|DOCKER_CONFIG"
            + "|GNUPGHOME|GPG_TTY|PASSWORD_STORE_[A-Z_]+|SSL_CERT_(FILE|DIR)|(?i:https?_proxy|no_proxy|all_proxy)"
            + "|(AWS|AZURE|GOOGLE|CLOUDSDK|OCI)_[A-Z0-9_]+");

    /// The words of docker's own helpers.
    private static final String NOT_FOUND = "credentials not found";
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build());

    CredentialProgram {
        if (!NAME.matcher(name).matches()) {
            throw new CredentialException("docker's configuration names a credential helper with a name that is not"
                    + " 1 to 64 letters, digits, '.', '_' and '-'; correct credsStore or credHelpers");
        }
        environment = Map.copyOf(environment);
    }

    /// What the program knows of a server, empty when that is nothing.
    ///
    /// @throws CredentialException when it cannot be run, takes too long or makes no sense
    Optional<Credential> ask(String server) {
        Answer answer = ProgramRun.run(this, command(), server);
        String text = answer.output().strip();
        if (answer.exit() == 0) {
            return credential(answer.output());
        }
        if (text.toLowerCase(Locale.ROOT).startsWith(NOT_FOUND)) {
            return Optional.empty();
        }
        throw failed("failed with exit code %d%s".formatted(answer.exit(), said(text)));
    }

    /// @param exit the program's exit code
    record Answer(int exit, String output) {}

    /// The variables that are handed on.
    Map<String, String> passed() {
        return environment.entrySet().stream()
                .filter(variable -> PASSED.matcher(variable.getKey()).matches())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    CredentialException failed(String how) {
        return new CredentialException(
                "the credential helper docker-credential-%s %s; mend it, or remove it from docker's configuration"
                        .formatted(name, how));
    }

    /// Found on the PATH alone: not in the working folder, which need not be the user's own.
    private Path command() {
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(environment.getOrDefault("PATH", ""))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "docker-credential-" + name))
                .filter(file -> file.isAbsolute() && Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst()
                .orElseThrow(() -> failed("is not on the PATH"));
    }

    private Optional<Credential> credential(String output) {
        try {
            JsonNode answer = JSON.readTree(output);
            return Credential.ofPair(
                    answer.path("Username").asText(""), answer.path("Secret").asText(""));
        } catch (JsonProcessingException e) {
            throw failed("answered something that is not JSON");
        } catch (MalformedException e) {
            throw failed("answered what cannot be used: " + e.getMessage());
        }
    }

    /// The helper's own message, unless it looks like an answer, which would hold a secret.
    private static String said(String text) {
        String line = Redaction.clean(text);
        if (line.isEmpty() || line.indexOf('{') >= 0) {
            return "";
        }
        return ": " + (line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE) + "…");
    }
}
