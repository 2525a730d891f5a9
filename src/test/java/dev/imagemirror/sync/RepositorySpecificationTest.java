package dev.imagemirror.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RepositorySpecificationTest {
    static Stream<JsonNode> vectors() {
        return Vectors.read("specifications.json");
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void readsEveryVector(JsonNode vector) {
        String input = vector.get("input").asText();
        if (vector.has("refused")) {
            assertThatThrownBy(() -> RepositorySpecification.parse(input))
                    .isInstanceOf(MalformedException.class)
                    .hasMessageStartingWith(input.length() > 512 ? "the specification" : "specification '");
            return;
        }
        RepositorySpecification read = RepositorySpecification.parse(input);
        assertThat(read.repository().registry().name())
                .isEqualTo(vector.get("registry").asText());
        assertThat(read.repository().path()).isEqualTo(vector.get("repository").asText());
        assertThat(read.selection()).satisfies(selection -> assertSelection(selection, vector));
        assertThat(read.text()).isEqualTo(input);
    }

    private static void assertSelection(Selection selection, JsonNode vector) {
        switch (selection) {
            case Selection.OneTag(Tag tag) ->
                assertThat(tag.text()).isEqualTo(vector.get("tag").asText());
            case Selection.OneDigest(var digest) ->
                assertThat(digest.text()).isEqualTo(vector.get("digest").asText());
            case Selection.AssumedTags(List<Tag> named) ->
                assertThat(texts(named)).isEqualTo(assumed(vector));
            case Selection.ListedTags(TagRules rules, List<Tag> named) -> {
                String filter = rules.filter() == null ? null : rules.filter().pattern();
                assertThat(filter).isEqualTo(vector.path("filter").textValue());
                assertThat(texts(named)).isEqualTo(assumed(vector));
                assertThat(vector.has("tag") || vector.has("digest")).isFalse();
            }
        }
    }

    private static List<String> texts(List<Tag> tags) {
        return tags.stream().map(Tag::text).toList();
    }

    private static List<String> assumed(JsonNode vector) {
        List<String> tags = new ArrayList<>();
        vector.path("assumed").forEach(tag -> tags.add(tag.asText()));
        return tags;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "repo:|6|a tag is missing",
                "repo=1,,2|8|a tag is missing",
                "repo=lat!st|6|only letters, digits",
                "repo~/[/|7|not a regular expression",
                "repo~/x/y|9|may follow the filter",
                "repo~/x/=lat!st|10|only letters, digits",
                "al pine|3|blanks are not allowed",
                "repo:3.7=a|9|cannot be combined with assumed tags",
                "http://quay.io/a|1|remove 'http://'",
            })
    void namesTheColumn(String input, int column, String part) {
        assertThatThrownBy(() -> RepositorySpecification.parse(input))
                .hasMessageContaining("column " + column + ":")
                .hasMessageContaining(part);
    }

    @Test
    void leavesDigestTagsToTheirSubjects() {
        Tag signature = Tag.parse("sha256-" + "0".repeat(64) + ".sig");
        assertThat(RepositorySpecification.parse("alpine").selection().couldChoose(signature))
                .isFalse();
        assertThat(RepositorySpecification.parse("alpine~/sha/").selection().couldChoose(signature))
                .isFalse();
        assertThat(RepositorySpecification.parse("alpine=" + signature)
                        .selection()
                        .couldChoose(signature))
                .isTrue();
    }
}
