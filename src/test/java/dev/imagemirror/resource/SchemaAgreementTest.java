package dev.imagemirror.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.api.ImageMirror;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Files without a cluster meet no schema: what the API server refuses, the reader refuses too, and nothing else.
class SchemaAgreementTest {
    private static final Path CASES = Path.of("src", "it", "resources", "crd");

    @ParameterizedTest
    @MethodSource("invalid")
    void refusesWhatTheApiServerRefuses(Path document) throws IOException {
        assertThat(isUnderstood(CASES.resolve("invalid").resolve(document))).isFalse();
    }

    @ParameterizedTest
    @MethodSource("valid")
    void acceptsWhatTheApiServerAccepts(Path document) throws IOException {
        assertThat(isUnderstood(CASES.resolve("valid").resolve(document))).isTrue();
    }

    static Stream<Path> invalid() throws IOException {
        return documents("invalid");
    }

    static Stream<Path> valid() throws IOException {
        return documents("valid");
    }

    private static boolean isUnderstood(Path document) throws IOException {
        ImageMirror mirror;
        try {
            mirror = Serialization.unmarshal(Files.readString(document), ImageMirror.class);
        } catch (IllegalArgumentException e) {
            return false;
        }
        return mirror.getSpec() != null && SpecReading.of(mirror.getSpec()) instanceof SpecReading.Understood;
    }

    private static Stream<Path> documents(String folder) throws IOException {
        try (Stream<Path> files = Files.list(CASES.resolve(folder))) {
            return files.map(Path::getFileName).sorted().toList().stream();
        }
    }
}
