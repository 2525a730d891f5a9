package dev.imagemirror.cli;

import dev.imagemirror.auth.Credential;
import dev.imagemirror.auth.CredentialException;
import dev.imagemirror.auth.Credentials;
import dev.imagemirror.auth.DockerConfig;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Registry;
import dev.imagemirror.oci.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/// The user's own credentials, where docker, podman and skopeo keep them (containers-auth.json(5), "FILES"): the file
/// `REGISTRY_AUTH_FILE` alone, or the first that knows the repository of
/// `$XDG_RUNTIME_DIR/containers/auth.json`, `$XDG_CONFIG_HOME/containers/auth.json` and `$DOCKER_CONFIG/config.json`.
/// In each a helper that is named for the host is asked before the entries. Each helper is asked once for a host.
/// Safe for use by many threads.
final class CredentialFiles implements Credentials {
    private static final List<String> DOCKER_HUB = List.of("https://index.docker.io/v1/", "docker.io");

    private final List<DockerConfig> files;
    private final Map<String, String> environment;
    private final Map<Question, FutureTask<Optional<Credential>>> answers = new ConcurrentHashMap<>();

    private record Question(String helper, Registry registry) {}

    private CredentialFiles(List<DockerConfig> files, Map<String, String> environment) {
        this.files = files;
        this.environment = environment;
    }

    /// Reads the files that there are.
    ///
    /// @throws MalformedException when one cannot be read, or the one that is named does not exist
    static CredentialFiles read(Map<String, String> environment, Path home) {
        String only = environment.getOrDefault("REGISTRY_AUTH_FILE", "");
        if (!only.isEmpty()) {
            Path file = Path.of(only);
            if (!Files.exists(file)) {
                throw new MalformedException("there is no file %s, which REGISTRY_AUTH_FILE names".formatted(only));
            }
            return new CredentialFiles(List.of(read(file)), environment);
        }
        List<DockerConfig> files = new ArrayList<>();
        places(environment, home).filter(Files::exists).forEach(file -> files.add(read(file)));
        return new CredentialFiles(files, environment);
    }

    @Override
    public List<Credential> find(Repository repository) {
        for (DockerConfig file : files) {
            Optional<Credential> helped =
                    file.helper(repository).flatMap(helper -> ask(new Question(helper, repository.registry())));
            List<Credential> found = helped.map(List::of).orElseGet(() -> file.find(repository));
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    private static Stream<Path> places(Map<String, String> environment, Path home) {
        Stream<Path> runtime = Optional.ofNullable(environment.get("XDG_RUNTIME_DIR"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "containers", "auth.json"))
                .stream();
        return Stream.concat(
                runtime,
                Stream.of(
                        folder(environment, "XDG_CONFIG_HOME", home.resolve(".config"))
                                .resolve(Path.of("containers", "auth.json")),
                        folder(environment, "DOCKER_CONFIG", home.resolve(".docker"))
                                .resolve("config.json")));
    }

    private static Path folder(Map<String, String> environment, String variable, Path usual) {
        String value = environment.getOrDefault(variable, "");
        return value.isEmpty() ? usual : Path.of(value);
    }

    private static DockerConfig read(Path file) {
        try {
            return DockerConfig.parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new MalformedException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
        } catch (MalformedException e) {
            throw new MalformedException("%s: %s".formatted(file, e.getMessage()), e);
        }
    }

    /// Whoever comes while it is asked waits for the same answer, also when that is a failure.
    private Optional<Credential> ask(Question question) {
        FutureTask<Optional<Credential>> answer =
                answers.computeIfAbsent(question, asked -> new FutureTask<>(() -> answer(asked)));
        answer.run();
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CredentialException failed
                    ? failed
                    : new IllegalStateException("a credential helper ended in no known way", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CredentialException("a credential helper was waited for when the work was ended");
        }
    }

    private Optional<Credential> answer(Question question) {
        var helper = new CredentialProgram(question.helper(), environment, CredentialProgram.LIMIT);
        List<String> servers = question.registry().isDockerHub()
                ? DOCKER_HUB
                : List.of(question.registry().name());
        return servers.stream().flatMap(server -> helper.ask(server).stream()).findFirst();
    }
}
