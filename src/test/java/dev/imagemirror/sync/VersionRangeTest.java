package dev.imagemirror.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirror.oci.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The vectors say what npm's own program answers, besides a few refusals of ours: nothing, and what chooses nothing.
class VersionRangeTest {
    static Stream<JsonNode> ranges() {
        return stream("ranges");
    }

    static Stream<JsonNode> refused() {
        return stream("refused");
    }

    @ParameterizedTest
    @MethodSource("ranges")
    void choosesWhatNpmChooses(JsonNode vector) {
        VersionRange range = VersionRange.parse(vector.get("range").asText());

        List<String> found =
                stream("versions").map(JsonNode::asText).filter(range::contains).toList();

        assertThat(found).isEqualTo(texts(vector.get("matches")));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWhatIsNoRange(JsonNode text) {
        assertThatThrownBy(() -> VersionRange.parse(text.asText()))
                .isInstanceOf(MalformedException.class)
                .hasMessageMatching("range '.*', column [0-9]+: .*; for example .*");
    }

    @ParameterizedTest
    @CsvSource({
        ">=1.2.y, 7, a number x or * is missing",
        "1.2.3.4, 6, not understood in a version",
        "01.2.3, 1, write 1",
        "1 || <*, 6, nothing is",
        "1.2.3-a..b, 7, a suffix is letters",
    })
    void namesTheColumn(String text, int column, String why) {
        assertThatThrownBy(() -> VersionRange.parse(text))
                .hasMessageContaining("column %d: ".formatted(column))
                .extracting(fault -> String.valueOf(fault.getMessage()).replace(",", ""))
                .asString()
                .contains(why);
    }

    @Test
    void isBounded() {
        String longest = ">=1.0.0 ".repeat(32).strip();
        assertThat(VersionRange.parse(longest).contains("1")).isTrue();
        assertThatThrownBy(() -> VersionRange.parse(longest + " >1"))
                .hasMessageContaining("longer than 256 characters");
    }

    /// Tags are written more freely than npm's versions.
    @ParameterizedTest
    @CsvSource({
        "v1.2.3, 1.2.3, true",
        "1.2, 1.2.0, true",
        "1, 1.x, true",
        "v1, 1.x, true",
        "22.04, >=22.4, true",
        "1.2-alpine, 1.2, false",
        "1.2-alpine, >=1.2.0-0, true",
        "20241122103000, >20241122, true",
        "9007199254740992, *, false",
        "latest, *, false",
        "1.2.3.4, *, false",
        "1.2.3beta, *, false",
        "1.2.3-a_b, *, false",
        "1..2, *, false",
        "1.2., *, false",
        ".1, *, false",
        "v, *, false",
        "1.2.3-, *, false",
        "V1, *, false",
    })
    void readsTags(String tag, String range, boolean contained) {
        assertThat(VersionRange.parse(range).contains(tag)).isEqualTo(contained);
    }

    private static Stream<JsonNode> stream(String field) {
        return StreamSupport.stream(Vectors.document("ranges.json").get(field).spliterator(), false);
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
