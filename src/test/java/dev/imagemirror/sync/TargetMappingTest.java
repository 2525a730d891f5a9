package dev.imagemirror.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Registry;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TargetMappingTest {
    static Stream<JsonNode> vectors() {
        return Vectors.read("targets.json");
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void mapsEveryVector(JsonNode vector) {
        if (vector.has("refused")) {
            assertThatThrownBy(() -> map(vector)).isInstanceOf(MalformedException.class);
        } else {
            map(vector);
        }
    }

    private static void map(JsonNode vector) {
        RepositorySpecification source =
                RepositorySpecification.parse(vector.get("source").asText());
        TargetMapping mapping = new TargetMapping(
                Registry.parse("target.example"),
                vector.get("prefix").asText(),
                PathSeparator.parse(vector.path("pathSeparator").asText("/")),
                new Template(vector.path("pathTemplate").asText("{prefix}{path}")),
                new Template(vector.path("tagTemplate").asText("{tag}")));
        mapping.check(source.selection());
        assertThat(mapping.map(source.repository()).path())
                .isEqualTo(vector.path("path").asText());
        if (vector.has("tag")) {
            assertThat(source.selection().named())
                    .extracting(tag -> mapping.map(tag).orElseThrow().text())
                    .containsExactly(vector.get("tag").asText());
        }
    }
}
