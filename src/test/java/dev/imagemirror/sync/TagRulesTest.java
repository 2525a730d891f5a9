package dev.imagemirror.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Tag;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagRulesTest {
    private static final String SIGNATURE = "sha256-" + "0".repeat(64) + ".sig";

    /// From the oldest: no versions by natural order, then versions by precedence, equal ones by natural order.
    private static final List<String> BY_AGE = List.of(
            "edge",
            "latest",
            "rc09",
            "rc9",
            "rc10",
            "rc10a",
            "0.9",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.9",
            "1.0.0-alpha.10",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1",
            "1.0",
            "1.0.0",
            "v1.0.0",
            "9",
            "10-rc.1",
            "10",
            "22.04",
            "22.10",
            "20240101");

    @Test
    void ordersByAge() {
        List<Tag> shuffled = new ArrayList<>(tags(BY_AGE));
        Collections.shuffle(shuffled, new Random(7));

        assertThat(TagRules.newestFirst(shuffled)).isEqualTo(tags(BY_AGE).reversed());
    }

    @Test
    void everyRuleMustHold() {
        assertThat(chosen(
                        null, List.of("^v", "^w"), List.of("rc", "beta"), null, 0, "v1", "w1", "x1", "v1-rc", "wbeta"))
                .containsExactly("v1", "w1");
        assertThat(chosen("1$", List.of("^v"), List.of(), ">=1", 0, "v1", "v2", "1", "v1.1", "v0.1"))
                .containsExactly("v1", "v1.1");
    }

    @Test
    void keepsTheNewestOfWhatIsLeft() {
        assertThat(chosen(null, List.of(), List.of("rc"), null, 2, "9", "10", "11-rc", "latest", "8"))
                .containsExactlyInAnyOrder("9", "10");
        assertThat(chosen(null, List.of(), List.of(), null, 2, "9", "x", "y10", "y9"))
                .containsExactlyInAnyOrder("9", "y10");
        assertThat(chosen(null, List.of(), List.of(), null, 9, "2", "1")).containsExactly("2", "1");
    }

    @Test
    void digestTagsAreChosenByNameOnly() {
        assertThat(chosen(null, List.of("sha"), List.of(), null, 0, SIGNATURE, "sha256-1"))
                .containsExactly("sha256-1");
        assertThat(new Selection.ListedTags(TagRules.NONE, tags(List.of(SIGNATURE))).couldChoose(Tag.parse(SIGNATURE)))
                .isTrue();
    }

    @Test
    void noRuleTouchesWhatIsAssumed() {
        TagRules none = new TagRules(null, List.of(), List.of(Pattern.compile(".")), null, 1);
        Selection.ListedTags selection = new Selection.ListedTags(none, tags(List.of("a", "b", "a")));

        assertThat(selection.choose(tags(List.of("a", "c")))).isEmpty();
        assertThat(selection.named()).isEqualTo(tags(List.of("a", "b")));
        assertThat(selection.assumes(Tag.parse("b"))).isTrue();
        assertThat(selection.couldChoose(Tag.parse("b"))).isTrue();
        assertThat(selection.couldChoose(Tag.parse("c"))).isFalse();
        assertThat(selection.couldChoose(Digest.of(new byte[0]))).isFalse();
    }

    @Test
    void lineAndFieldsHoldTogether() {
        TagRules beside = new TagRules(null, List.of(Pattern.compile("2$")), List.of(), null, 0);
        Selection both = with("repo~/^v/=a", beside, "b").selection();

        assertThat(both.named()).isEqualTo(tags(List.of("a", "b")));
        assertThat(Stream.of("v2", "v1", "w2", "a", "b").filter(tag -> both.couldChoose(Tag.parse(tag))))
                .containsExactly("v2", "a", "b");
    }

    @Test
    void onlyAFilterNeedsTheListing() {
        TagRules newest = new TagRules(null, List.of(), List.of(), null, 3);
        assertThat(with("repo", TagRules.NONE).selection()).isInstanceOf(Selection.ListedTags.class);
        assertThat(with("repo", TagRules.NONE, "a").selection()).isInstanceOf(Selection.AssumedTags.class);
        assertThat(with("repo=b", TagRules.NONE, "a").selection().named()).isEqualTo(tags(List.of("b", "a")));
        assertThat(with("repo=b", newest).selection()).isInstanceOf(Selection.ListedTags.class);
        assertThat(with("repo", newest, "a").selection()).isInstanceOf(Selection.ListedTags.class);
    }

    @Test
    void whatStandsForItselfTakesNoRules() {
        assertThatThrownBy(() -> with("repo:v1", TagRules.NONE))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("':v1', which stands for itself");
        assertThatThrownBy(() -> with("repo@" + Digest.of(new byte[0]), TagRules.NONE))
                .hasMessageContaining("which stands for itself");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "(?=x)", "*"})
    void refusesWhatIsNoExpression(String text) {
        assertThatThrownBy(() -> TagRules.expression(text))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("write for example ^v3\\.");
    }

    @Test
    void isBounded() {
        Pattern x = TagRules.expression("x".repeat(256));
        assertThatThrownBy(() -> TagRules.expression("x".repeat(257))).hasMessageContaining("longer than 256");
        assertThatThrownBy(() -> new TagRules(null, Collections.nCopies(17, x), List.of(), null, 0))
                .hasMessageContaining("include has 17 expressions; 16 are allowed");
        assertThatThrownBy(() -> new TagRules(null, List.of(), Collections.nCopies(17, x), null, 0))
                .hasMessageContaining("exclude has 17 expressions");
        assertThatThrownBy(() -> new TagRules(null, List.of(), List.of(), null, 1001))
                .hasMessageContaining("newest: 1001 is not 1 to 1000");
        assertThat(new TagRules(null, Collections.nCopies(16, x), List.of(), null, 1000).newest())
                .isEqualTo(1000);
    }

    /// Backtracking engines need minutes for this.
    @Test
    void takesLinearTime() {
        Pattern nested = TagRules.expression("^(a+)+$");
        TagRules rules = new TagRules(nested, List.of(nested), List.of(nested), null, 0);
        assertThat(rules.allow(Tag.parse("a".repeat(127) + "b"))).isFalse();
    }

    private static RepositorySpecification with(String line, TagRules rules, String... assumed) {
        return RepositorySpecification.parse(line).with(rules, tags(List.of(assumed)));
    }

    private static List<String> chosen(
            @Nullable String filter,
            List<String> include,
            List<String> exclude,
            @Nullable String semver,
            int newest,
            String... listed) {
        TagRules rules = new TagRules(
                filter == null ? null : Pattern.compile(filter),
                include.stream().map(Pattern::compile).toList(),
                exclude.stream().map(Pattern::compile).toList(),
                semver == null ? null : VersionRange.parse(semver),
                newest);
        return new Selection.ListedTags(rules, List.of())
                .choose(tags(List.of(listed))).stream().map(Tag::text).toList();
    }

    private static List<Tag> tags(List<String> texts) {
        return texts.stream().map(Tag::parse).toList();
    }
}
