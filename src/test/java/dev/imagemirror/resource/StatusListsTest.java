package dev.imagemirror.resource;

import static dev.imagemirror.resource.Reports.absent;
import static dev.imagemirror.resource.Reports.broken;
import static dev.imagemirror.resource.Reports.digest;
import static dev.imagemirror.resource.Reports.present;
import static dev.imagemirror.resource.Reports.tag;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.imagemirror.api.Condition;
import dev.imagemirror.api.ConditionStatus;
import dev.imagemirror.api.ConditionType;
import dev.imagemirror.api.Counts;
import dev.imagemirror.api.ImageMirrorStatus;
import dev.imagemirror.api.Reason;
import dev.imagemirror.api.SourceStatus;
import dev.imagemirror.api.TagAction;
import dev.imagemirror.api.TagState;
import dev.imagemirror.api.TagStatus;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.sync.Action;
import dev.imagemirror.sync.SyncMemory;
import dev.imagemirror.sync.SyncReport;
import dev.imagemirror.sync.SyncSource;
import dev.imagemirror.sync.TagMemory;
import dev.imagemirror.sync.TagReport;
import dev.imagemirror.sync.TargetTag;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusListsTest {
    private static final SyncSource.Origin ORIGIN =
            Reports.SOURCE.claim(Tag.parse("1")).origin();
    private static final long GENERATION = 7;
    private static final int BUDGET = 256 * 1024;

    @Test
    void listsEverythingThatFits() {
        StatusLists lists = lists(
                Reports.of(
                        present("1"),
                        tag(
                                "2",
                                dev.imagemirror.sync.TagState.CHANGED,
                                new Action.Overwrite(digest("old"), digest("2")),
                                null),
                        tag(
                                "3",
                                dev.imagemirror.sync.TagState.TARGET_ONLY,
                                new Action.Report("the source does not have it"),
                                null),
                        broken("4", FailureKind.UNREACHABLE, Side.SOURCE)),
                BUDGET);

        assertThat(lists.leftOut()).isZero();
        SourceStatus source = lists.sources().getFirst();
        assertThat(source.specification()).isEqualTo("quay.io/app");
        assertThat(source.repository()).isEqualTo("quay.io/app");
        assertThat(source.target()).isEqualTo("to.example/app");
        assertThat(source.scannedGeneration()).isEqualTo(7);
        assertThat(source.counts()).isEqualTo(new Counts(4, 1, 1, 1, 1, 0, 0, 0, 2, 1));
        assertThat(source.tags())
                .extracting(TagStatus::state)
                .containsExactly(TagState.Present, TagState.Changed, TagState.TargetOnly, TagState.Absent);
        assertThat(source.tags().get(1).targetDigest())
                .isEqualTo(digest("other 2").text());
        assertThat(source.tags().get(1).action())
                .as("only dry runs show actions")
                .isNull();
        assertThat(source.tags().get(2).since()).isEqualTo(Reports.STARTED);
        assertThat(source.tags().get(3).reason()).isEqualTo(Reason.SourceUnreachable);
        assertThat(lists.summary().copiedTags()).isEqualTo(1);
        assertThat(lists.summary().copiedBytes()).isEqualTo(1_234);
    }

    @Test
    void aDryRunShowsItsActions() {
        SyncReport report = Reports.of(
                absent("1"),
                tag("2", dev.imagemirror.sync.TagState.CHANGED, new Action.Overwrite(digest("old"), digest("2")), null),
                present("3"));
        assertThat(StatusLists.of(report, 7, true, BUDGET).sources().getFirst().tags())
                .extracting(TagStatus::action)
                .containsExactly(TagAction.Copy, TagAction.Overwrite, null);
    }

    @ParameterizedTest
    @ValueSource(ints = {16 * 1024, BUDGET, 1024 * 1024})
    void tenThousandTagsStayUnderTheBudget(int budget) throws JsonProcessingException {
        List<TagReport> tags = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            tags.add(i % 500 == 3 ? broken("v" + i, FailureKind.UNREACHABLE, Side.SOURCE) : present("v" + i));
        }
        SyncReport report = Reports.of(tags.toArray(TagReport[]::new));

        StatusLists lists = lists(report, budget);

        List<TagStatus> kept = lists.sources().getFirst().tags();
        assertThat(lists.leftOut()).isEqualTo(10_000 - kept.size()).isPositive();
        assertThat(kept).filteredOn(tag -> tag.state() == TagState.Absent).hasSize(20);
        assertThat(lists.summary().tags()).isEqualTo(10_000);
        int size = stored(status(report, lists));
        assertThat(size).isLessThanOrEqualTo(budget).isGreaterThan(budget - 16 * 1024);
    }

    @Test
    void whatIsNotPresentAndWholeComesFirstInEverySource() {
        TagReport[] many = Stream.iterate(0, i -> i + 1)
                .limit(1_000)
                .map(i -> present("p" + i))
                .toArray(TagReport[]::new);
        TagReport unsigned = tag(
                "u",
                dev.imagemirror.sync.TagState.PRESENT,
                new Action.Keep("source and target have the same"),
                Reports.failure(FailureKind.TAG_IMMUTABLE, Side.TARGET));
        SyncReport report =
                Reports.of(Reports.source(null, many), Reports.source(null, absent("a"), unsigned, present("z")));

        StatusLists lists = lists(report, 16 * 1024);

        assertThat(lists.sources().get(1).tags()).extracting(TagStatus::name).contains("a", "u");
        assertThat(lists.sources().get(0).tags()).isNotEmpty();
    }

    @Test
    void recordsComeBackFromAStatus() {
        SyncReport report = Reports.of(
                present("1"),
                tag(
                        "2",
                        dev.imagemirror.sync.TagState.TARGET_ONLY,
                        new Action.Report("the source does not have it"),
                        null));
        ImageMirrorStatus status = status(report, lists(report, BUDGET));

        assertThat(TagRecords.of(status, GENERATION).whole()).isTrue();
        assertThat(TagRecords.of(status, GENERATION).tags())
                .hasSize(2)
                .containsEntry(
                        new TargetTag(Reports.TARGET, Tag.parse("1")),
                        new TagMemory(digest("1"), digest("1"), true, true, Reports.STARTED, null, null, ORIGIN));
    }

    /// After an edit the two digests of a smaller index need not belong together any more.
    @Test
    void aPairIsBelievedInItsOwnGenerationOnly() {
        TargetTag target = new TargetTag(Reports.TARGET, Tag.parse("1"));
        SyncReport report = Reports.of(present("1", digest("index"), digest("smaller")));
        ImageMirrorStatus status = status(report, lists(report, BUDGET));
        var pair = new TagMemory(digest("index"), digest("smaller"), true, true, Reports.STARTED, null, null, ORIGIN);

        assertThat(TagRecords.of(status, GENERATION).tags()).containsEntry(target, pair);
        assertThat(TagRecords.of(status, GENERATION + 1).tags()).containsEntry(target, pair.ofEarlierGeneration());
        assertThat(SyncMemory.of(report).ofEarlierGeneration().tags())
                .containsEntry(
                        target,
                        new TagMemory(
                                digest("index"), digest("smaller"), false, true, Reports.STARTED, null, null, ORIGIN));
    }

    @Test
    void whatCannotBeReadInAStatusIsPassedOver() {
        TagStatus bad = new TagStatus("a b", null, TagState.Present, null, null, false, null, null, null, null, null);
        TagStatus worse = new TagStatus("1", null, TagState.Present, "sha", null, false, null, null, null, null, null);
        TagStatus good = new TagStatus("2", null, TagState.Present, null, null, false, null, null, null, null, null);
        SourceStatus source = new SourceStatus(
                "x", "quay.io/x", "to.example/app", Counts.NONE, null, null, null, List.of(bad, worse, good));
        ImageMirrorStatus status =
                new ImageMirrorStatus(1L, List.of(), null, null, List.of(source), null, null, null, null);

        assertThat(TagRecords.of(status, 1).tags()).containsOnlyKeys(new TargetTag(Reports.TARGET, Tag.parse("2")));
    }

    @Test
    void anUnfinishedRunAddsOnlyWhatItWrote() {
        SyncMemory before = SyncMemory.of(Reports.of(present("old")));
        SyncMemory after = before.with(Reports.of(present("new"), absent("never")));
        assertThat(after.tags().keySet())
                .extracting(target -> target.tag().text())
                .containsExactlyInAnyOrder("old", "new");
    }

    private static StatusLists lists(SyncReport report, int budget) {
        return StatusLists.of(report, GENERATION, false, budget);
    }

    /// With conditions as long as they come.
    private static ImageMirrorStatus status(SyncReport report, StatusLists lists) {
        Condition ready = new Condition(
                ConditionType.Ready,
                ConditionStatus.False,
                Reason.SomeTagsFailed,
                "x".repeat(1_024),
                Reports.STARTED,
                7L);
        ImageMirrorStatus before =
                new ImageMirrorStatus(7L, List.of(ready), null, null, List.of(), null, null, null, null);
        return new StatusStep(before, 7, Clock.fixed(Reports.FINISHED, ZoneOffset.UTC))
                .end(new StatusStep.End(report, lists, false, Reports.FINISHED, "x".repeat(256)));
    }

    private static int stored(ImageMirrorStatus status) throws JsonProcessingException {
        return JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .build()
                .writeValueAsString(status)
                .getBytes(StandardCharsets.UTF_8)
                .length;
    }
}
