package dev.imagemirror.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imagemirror.registry.testing.TestRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Two registries that commands copy between, and a folder that is their home.
class CommandScene {
    final TestRegistry source = TestRegistry.start();
    final TestRegistry target = TestRegistry.start();

    @TempDir
    Path folder;

    /// Without these variables, which a test cannot change here, the files are looked for at home.
    @BeforeEach
    void noCredentialsOfTheDeveloper() {
        for (String variable : List.of("REGISTRY_AUTH_FILE", "XDG_CONFIG_HOME", "DOCKER_CONFIG")) {
            assumeTrue(System.getenv(variable) == null, variable);
        }
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        assumeTrue(runtime == null || !Files.exists(Path.of(runtime, "containers", "auth.json")));
    }

    @AfterEach
    void close() {
        source.close();
        target.close();
    }

    Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /// A document that mirrors this repository of the one registry to the other, below `m`.
    String mirror(String repository) {
        return """
                apiVersion: imagemirror.dev/v1alpha1
                kind: ImageMirror
                metadata: {name: one}
                spec:
                  sources: [{repository: %s}]
                  target: {registry: '%s', prefix: /m}
                """.formatted(source.repository(repository), target.registry());
    }
}
