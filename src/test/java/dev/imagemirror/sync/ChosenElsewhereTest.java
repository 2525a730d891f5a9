package dev.imagemirror.sync;

import static dev.imagemirror.sync.Mirror.names;
import static dev.imagemirror.sync.Mirror.tag;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.MemoryContent.Call;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A tag that something else could choose is neither TargetOnly nor Deselected here.
class ChosenElsewhereTest extends MirrorScene {
    @Test
    void whatANeighbourOfAnotherRepositoryChoosesIsNotTargetOnly() {
        source.put("v1", source.addImage("one"));
        target.put("v2", target.addImage("two"));
        mirror.neighbours = List.of(Mirror.source("other.example/app~/^v/"));

        assertThat(names(mirror.run(APP))).containsExactly("v1");
        mirror.neighbours = List.of(Mirror.source("other.example/app~/^w/"), Mirror.source("other.example/web"));
        assertThat(tag(mirror.run(APP), "v2").state()).isEqualTo(TagState.TARGET_ONLY);
    }

    /// The neighbour's repository is ours too, and has just answered that it does not have the tag.
    @Test
    void aNeighbourWhoseRepositoryDoesNotHaveItDoesNotCount() {
        source.put("v1", source.addImage("one"));
        target.put("v2", target.addImage("two"));
        mirror.neighbours = List.of(Mirror.source(APP + "~/^v/"));

        assertThat(tag(mirror.run(APP), "v2").state()).isEqualTo(TagState.TARGET_ONLY);
        assertThat(source.count(Call.RESOLVE)).isEqualTo(1);
    }

    @Test
    void whatANeighbourChoosesIsNotDeselected() {
        source.put("v1", source.addImage("one"));
        source.put("w1", source.addImage("two"));
        mirror.remember(mirror.run(APP));
        mirror.neighbours = List.of(Mirror.source(APP + "=w1"));

        assertThat(names(mirror.run(APP + "~/^v/"))).containsExactly("v1");
        source.remove("w1");
        assertThat(tag(mirror.run(APP + "~/^v/"), "w1").state()).isEqualTo(TagState.DESELECTED);
    }

    @Test
    void ofTwoRepositoriesBothMustAnswerThatTheyDoNotHaveIt() {
        MemoryContent other = mirror.from("other.example/app");
        source.put("v1", source.addImage("one"));
        other.put("w1", other.addImage("two"));
        other.put("v2", other.addImage("three"));
        other.hide("v2");
        target.put("v2", target.addImage("old"));

        assertThat(names(mirror.run(APP, "other.example/app"))).containsExactlyInAnyOrder("v1", "w1");
        other.remove("v2");
        SyncReport report = mirror.run(APP, "other.example/app");
        assertThat(tag(report, "v2").state()).isEqualTo(TagState.TARGET_ONLY);
        assertThat(report.sources().get(0).tags()).extracting(TagReport::name).contains("v2");
    }

    @Test
    void whatNewestLeavesOutIsDeselectedOnlyIfItIsOurs() {
        source.put("1", source.addImage("one"));
        source.put("2", source.addImage("two"));
        target.put("0", target.addImage("zero"));
        mirror.remember(mirror.run(APP));
        mirror.memory.keySet().removeIf(known -> known.tag().text().equals("0"));
        source.put("3", source.addImage("three"));
        source.put("0", source.addImage("zero of the source"));

        SyncReport report = mirror.runner(newest(1)).run();

        assertThat(names(report)).containsExactly("1", "2", "3");
        assertThat(tag(report, "1").state()).isEqualTo(TagState.DESELECTED);
        assertThat(tag(report, "3").written()).isTrue();
        assertThat(report.isInSync()).isTrue();
    }

    /// TargetOnly is judged without `newest`.
    @Test
    void whatTheSourceLostIsTargetOnlyThoughNewestWouldNotChooseIt() {
        source.put("2", source.addImage("two"));
        target.put("1", target.addImage("one"));

        assertThat(tag(mirror.runner(newest(1)).run(), "1").state()).isEqualTo(TagState.TARGET_ONLY);
    }

    @Test
    void whatNewestLeavesOutIsNotCopiedThoughTheListingHidesIt() {
        source.put("2", source.addImage("two"));
        source.put("1", source.addImage("new one"));
        source.hide("1");
        target.put("1", target.addImage("one"));

        SyncReport report = mirror.runner(newest(1)).run();

        assertThat(names(report)).containsExactly("2");
        assertThat(target.count(Call.TAG)).isEqualTo(1);
    }

    /// The rule of the second source alone covers what `newest` leaves out there.
    @Test
    void theSourceWhoseRulesFitJudges() {
        source.put("v1", source.addImage("one"));
        source.put("v2", source.addImage("two"));
        source.put("w1", source.addImage("three"));
        mirror.remember(mirror.run(APP));
        SyncSource first = Mirror.source(APP + "~/^w/");
        TagRules v = new TagRules(null, List.of(Pattern.compile("^v")), List.of(), null, 1);
        SyncSource second = SyncSource.of(RepositorySpecification.parse(APP).with(v, List.of()), Mirror.MAPPING);

        SyncReport report =
                mirror.runner(mirror.request(List.of(first, second))).run();

        assertThat(report.sources().get(0).tags()).extracting(TagReport::name).containsExactly("w1");
        assertThat(report.sources().get(1).tags())
                .extracting(TagReport::state)
                .containsExactly(TagState.DESELECTED, TagState.PRESENT);
    }

    private SyncRequest newest(int count) {
        TagRules rules = new TagRules(null, List.of(), List.of(), null, count);
        RepositorySpecification source = RepositorySpecification.parse(APP).with(rules, List.of());
        return mirror.request(List.of(SyncSource.of(source, Mirror.MAPPING)));
    }
}
