package dev.imagemirror.sync;

import static dev.imagemirror.sync.Mirror.NOW;
import static dev.imagemirror.sync.Mirror.tag;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.MemoryContent.Call;
import dev.imagemirror.content.MemoryContent.Entry;
import dev.imagemirror.copy.PlatformFilter;
import dev.imagemirror.copy.PlatformSubset;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Platform;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Runs that copy some platforms only.
class PlatformsTest extends MirrorScene {
    private static final String ONE = APP + ":1";

    private final Digest index = source.put("1", source.addIndexFor("linux/amd64", "linux/arm64"));
    private final Digest smaller = source.addIndexFor("linux/amd64").digest();

    PlatformsTest() {
        rewrite("linux/amd64");
    }

    @Test
    void reportsBothDigests() {
        TagReport tag = tag(mirror.run(ONE), "1");

        assertThat(tag.state()).isEqualTo(TagState.PRESENT);
        assertThat(tag.digest()).isEqualTo(index);
        assertThat(tag.targetDigest()).isEqualTo(smaller);
        assertThat(tag.writtenTime()).isEqualTo(NOW);
        assertThat(target.tagged("1")).isEqualTo(smaller);
    }

    @Test
    void anUnchangedTagCostsTwoQuestions() {
        mirror.remember(mirror.run(ONE));
        mirror.forgetCalls();

        SyncReport report = mirror.run(ONE);

        assertThat(mirror.calls()).isEqualTo(2);
        assertThat(source.count(Call.RESOLVE)).isEqualTo(1);
        assertThat(target.count(Call.RESOLVE)).isEqualTo(1);
        assertThat(tag(report, "1").state()).isEqualTo(TagState.PRESENT);
        assertThat(tag(report, "1").targetDigest()).isEqualTo(smaller);
        assertThat(tag(report, "1").writtenTime()).isEqualTo(NOW);
    }

    @Test
    void withoutARecordTheIndexIsReadOnceAndNothingIsWritten() {
        mirror.run(ONE);
        mirror.forgetCalls();

        TagReport tag = tag(mirror.run(ONE), "1");

        assertThat(tag.state()).isEqualTo(TagState.PRESENT);
        assertThat(tag.targetDigest()).isEqualTo(smaller);
        assertThat(tag.written()).isFalse();
        assertThat(source.calls()).containsExactly(new Entry(Call.RESOLVE, "1"), new Entry(Call.FETCH, "1"));
        assertThat(target.calls()).containsExactly(new Entry(Call.RESOLVE, "1"));
    }

    @Test
    void anEditOfThePlatformsIsFollowed() {
        mirror.remember(mirror.run(ONE));
        mirror.memory.replaceAll((_, memory) -> memory.ofEarlierGeneration());
        rewrite("linux/arm64");

        TagReport tag = tag(mirror.run(ONE), "1");

        assertThat(tag.written()).isTrue();
        assertThat(target.tagged("1"))
                .isEqualTo(source.addIndexFor("linux/arm64").digest());
    }

    @Test
    void aWholeIndexAtTheTargetIsReplaced() {
        mirror.options = CopyOptions.DEFAULT;
        mirror.run(ONE);
        rewrite("linux/amd64");

        assertThat(tag(mirror.run(ONE), "1").written()).isTrue();
        assertThat(target.tagged("1")).isEqualTo(smaller);
    }

    @Test
    void whatSomebodyElsePutThereIsReplaced() {
        mirror.remember(mirror.run(ONE));
        target.put("1", target.addImage("theirs"));

        TagReport tag = tag(mirror.run(ONE), "1");

        assertThat(tag.state()).isEqualTo(TagState.PRESENT);
        assertThat(tag.written()).isTrue();
        assertThat(target.tagged("1")).isEqualTo(smaller);
    }

    @Test
    void anImageForOnePlatformIsCopiedAsItIs() {
        Digest image = source.put("1", source.addImage("one"));

        assertThat(tag(mirror.run(ONE), "1").targetDigest()).isNull();
        assertThat(target.tagged("1")).isEqualTo(image);
    }

    @Test
    void withoutAMatchNothingIsWritten() {
        rewrite("linux/s390x");

        SyncReport report = mirror.run(ONE);

        assertThat(report.failures()).extracting(Failure::kind).containsExactly(FailureKind.NO_MATCHING_PLATFORM);
        assertThat(report.isInSync()).isFalse();
        assertThat(target.tagged()).isEmpty();
    }

    @Test
    void aDryRunKnowsWhatWouldComeOut() {
        mirror.run(ONE);
        mirror.dryRun = true;
        assertThat(tag(mirror.run(ONE), "1").state()).isEqualTo(TagState.PRESENT);

        rewrite("linux/arm64");
        assertThat(tag(mirror.run(ONE), "1").action()).isEqualTo(new Action.Overwrite(smaller, index));
        assertThat(target.tagged("1")).isEqualTo(smaller);
    }

    @Test
    void sparseChildrenAreLookedAtAfterAnEditAndThenNoMore() {
        target.sparse(MemoryContent.Sparse.TAKEN);
        sparse("linux/amd64");
        mirror.remember(mirror.run(ONE));
        assertThat(target.tagged("1")).isEqualTo(index);
        assertThat(target.isWhole(index)).isFalse();

        mirror.memory.replaceAll((_, memory) -> memory.ofEarlierGeneration());
        sparse("linux/amd64", "linux/arm64");
        mirror.remember(mirror.run(ONE));
        assertThat(target.isWhole(index)).isTrue();

        mirror.forgetCalls();
        mirror.run(ONE);
        assertThat(mirror.calls()).isEqualTo(2);
    }

    @Test
    void whatIsNoLongerChosenIsFoundUnderItsOwnDigest() {
        mirror.remember(mirror.run(APP));
        source.put("v2", source.addImage("two"));

        TagReport tag = tag(mirror.run(APP + "~/^v/"), "1");

        assertThat(tag.state()).isEqualTo(TagState.DESELECTED);
        assertThat(tag.digest()).isEqualTo(index);
        assertThat(tag.targetDigest()).isEqualTo(smaller);
    }

    @Test
    void aTagThatCannotBeAskedKeepsBothDigests() {
        mirror.remember(mirror.run(ONE));
        source.hook(Troubles.unreachable(Call.RESOLVE));

        TagReport tag = tag(mirror.run(ONE), "1");

        assertThat(tag.state()).isEqualTo(TagState.UNKNOWN);
        assertThat(tag.memory(null).digest()).isEqualTo(index);
        assertThat(tag.memory(null).held()).isEqualTo(smaller);
        assertThat(tag.memory(null).present()).isFalse();
    }

    @Test
    void anImmutableTagIsRightWithoutAQuestionToItsSource() {
        mirror.rules = new SyncRules(true, List.of(Pattern.compile("^1$")), 100, PruneRules.KEEP);
        mirror.remember(mirror.run(ONE));
        mirror.forgetCalls();

        TagReport tag = tag(mirror.run(ONE), "1");

        assertThat(tag.state()).isEqualTo(TagState.PRESENT);
        assertThat(tag.targetDigest()).isEqualTo(smaller);
        assertThat(source.calls()).isEmpty();
    }

    @Test
    void anImmutableTagIsKnownAgainAfterAnEditAndNeverWritten() {
        mirror.rules = new SyncRules(true, List.of(Pattern.compile("^1$")), 100, PruneRules.KEEP);
        mirror.remember(mirror.run(ONE));
        mirror.memory.replaceAll((_, memory) -> memory.ofEarlierGeneration());

        assertThat(tag(mirror.run(ONE), "1").state()).isEqualTo(TagState.PRESENT);
        rewrite("linux/arm64");
        assertThat(tag(mirror.run(ONE), "1").isMoveOfImmutable()).isTrue();
        assertThat(target.tagged("1")).isEqualTo(smaller);
    }

    @Test
    void keepKnowsWhatWouldComeOut() {
        mirror.rules = new SyncRules(false, List.of(), 100, PruneRules.KEEP);
        mirror.run(ONE);
        assertThat(tag(mirror.run(ONE), "1").state()).isEqualTo(TagState.PRESENT);

        rewrite("linux/arm64");
        assertThat(tag(mirror.run(ONE), "1").action()).isEqualTo(Action.Keep.MOVED);
        assertThat(target.tagged("1")).isEqualTo(smaller);
    }

    @Test
    void oneTagWithTwoChoicesIsAConflict() {
        SyncSource some = mirror.request(APP).sources().getFirst();
        SyncReport report =
                mirror.runner(mirror.request(List.of(some, Mirror.source(APP)))).run();

        assertThat(report.failures()).extracting(Failure::kind).containsExactly(FailureKind.CONFLICT);
        assertThat(target.tagged()).containsOnlyKeys(Tag.parse("1")).containsEntry(Tag.parse("1"), smaller);
        assertThat(report.sources().getFirst().source().target()).isEqualTo(Repository.parse("to.example/app"));
    }

    private void rewrite(String... platforms) {
        mirror.options = new CopyOptions(new PlatformSubset.Rewritten(filter(platforms)), true);
    }

    private void sparse(String... platforms) {
        mirror.options = new CopyOptions(new PlatformSubset.Sparse(filter(platforms)), true);
    }

    private static PlatformFilter filter(String... platforms) {
        return new PlatformFilter(
                Set.of(platforms).stream().map(Platform::parse).collect(Collectors.toSet()));
    }
}
