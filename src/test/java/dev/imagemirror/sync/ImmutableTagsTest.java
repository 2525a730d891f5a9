package dev.imagemirror.sync;

import static dev.imagemirror.sync.Mirror.tag;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.MemoryContent.Call;
import dev.imagemirror.oci.Digest;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tags that stay at what they were Present with, and tags that only `onChange` holds.
class ImmutableTagsTest extends MirrorScene {
    ImmutableTagsTest() {
        mirror.rules = new SyncRules(true, List.of(Pattern.compile("^v")), 100, PruneRules.KEEP);
    }

    @Test
    void onceItIsPresentItsSourceIsNotAsked() {
        present();
        source.put("v1", source.addImage("moved"));

        SyncReport report = mirror.run(APP);

        assertThat(tag(report, "v1").state()).isEqualTo(TagState.PRESENT);
        assertThat(report.isInSync()).isTrue();
        assertThat(source.calls()).extracting(MemoryContent.Entry::call).containsExactly(Call.TAGS);
        assertThat(target.calls()).extracting(MemoryContent.Entry::call).containsExactly(Call.TAGS, Call.RESOLVE);
    }

    @Test
    void whatTheTargetLostIsRestoredByItsDigest() {
        Digest recorded = present();
        source.put("v1", source.addImage("moved"));
        target.remove("v1");

        SyncReport report = mirror.run(APP);

        assertThat(target.tagged("v1")).isEqualTo(recorded);
        assertThat(tag(report, "v1").digest()).isEqualTo(recorded);
        assertThat(tag(report, "v1").written()).isTrue();
    }

    @Test
    void whatBothSidesLostIsAbsentAndFailed() {
        Digest recorded = present();
        source.put("v1", source.addImage("moved"));
        source.removeManifest(recorded);
        target.remove("v1");

        SyncReport report = mirror.run(APP);

        assertThat(tag(report, "v1").state()).isEqualTo(TagState.ABSENT);
        assertThat(tag(report, "v1").isFailed()).isTrue();
        assertThat(tag(report, "v1").digest()).isEqualTo(recorded);
        assertThat(report.failures()).extracting(failure -> failure.kind()).containsExactly(FailureKind.NOT_FOUND);
        mirror.remember(report);
        assertThat(tag(mirror.run(APP), "v1").state()).as("it stays so").isEqualTo(TagState.ABSENT);
        assertThat(target.tagged()).isEmpty();
    }

    @Test
    void whatSomebodyWroteAtTheTargetIsTold() {
        Digest recorded = present();
        Digest other = target.put("v1", target.addImage("other"));

        SyncReport report = mirror.run(APP);

        assertThat(target.tagged("v1")).isEqualTo(other);
        assertMoved(report, recorded);
        assertThat(tag(report, "v1").targetDigest()).isEqualTo(other);
        mirror.remember(report);
        assertMoved(mirror.run(APP), recorded);
    }

    @Test
    void aMoveThatIsNoticedIsTold() {
        Digest recorded = present();
        source.put("v1", source.addImage("moved"));
        source.hide("v1");
        source.put("w", source.addImage("other"));

        SyncReport report = mirror.run(APP);

        assertMoved(report, recorded);
        assertThat(target.tagged("v1")).isEqualTo(recorded);
    }

    @Test
    void oneThatWasNeverPresentFollowsItsSource() {
        Digest now = source.put("v1", source.addImage("new"));
        target.put("v1", target.addImage("old"));

        assertThat(tag(mirror.run(APP), "v1").state()).isEqualTo(TagState.PRESENT);
        assertThat(target.tagged("v1")).isEqualTo(now);
    }

    @Test
    void withItsRecordCutWhatTheTargetHoldsCountsAsRecorded() {
        source.put("v1", source.addImage("moved"));
        Digest held = target.put("v1", target.addImage("one"));
        Digest fresh = source.put("v2", source.addImage("two"));

        mirror.whole = false;
        SyncReport report = mirror.run(APP);

        assertThat(target.tagged("v1")).isEqualTo(held);
        assertThat(tag(report, "v1").state()).isEqualTo(TagState.PRESENT);
        assertThat(tag(report, "v1").digest()).isEqualTo(held);
        assertThat(target.tagged("v2")).as("lost on both sides, copied as new").isEqualTo(fresh);
        mirror.whole = true;
        mirror.remember(report);
        assertThat(tag(mirror.run(APP), "v1").digest()).isEqualTo(held);
    }

    @Test
    void keepLeavesWhatChanged() {
        mirror.rules = new SyncRules(false, List.of(), 100, PruneRules.KEEP);
        source.put("v1", source.addImage("new"));
        Digest old = target.put("v1", target.addImage("old"));
        Digest absent = source.put("v2", source.addImage("two"));

        SyncReport report = mirror.run(APP);

        assertThat(target.tagged("v1")).isEqualTo(old);
        assertThat(tag(report, "v1").state()).isEqualTo(TagState.CHANGED);
        assertThat(tag(report, "v1").action()).isEqualTo(Action.Keep.MOVED);
        assertThat(tag(report, "v1").isPending()).isFalse();
        assertThat(report.isInSync()).isTrue();
        assertThat(target.tagged("v2")).isEqualTo(absent);
    }

    /// A listing is no proof of absence, so the target is asked right before the write.
    @Test
    void keepDoesNotWriteOverWhatTheListingHides() {
        mirror.rules = new SyncRules(false, List.of(), 100, PruneRules.KEEP);
        Digest now = source.put("v1", source.addImage("new"));
        Digest old = target.put("v1", target.addImage("old"));
        target.hide("v1");

        SyncReport report = mirror.run(APP);

        assertThat(target.tagged("v1")).isEqualTo(old);
        assertThat(tag(report, "v1").state()).isEqualTo(TagState.CHANGED);
        assertThat(tag(report, "v1").digest()).isEqualTo(now);
        assertThat(report.isInSync()).isTrue();
    }

    /// The one copy takes what the tag names by then, and nothing is copied twice.
    @Test
    void aTagThatMovesOnTheWayIsTakenAsItIs() {
        source.put("x", source.addImage("first"));
        target.put("x", target.addImage("old"));
        source.hook(new MemoryContent.Hook() {
            @Override
            public void after(MemoryContent.Entry entry) {
                if (entry.call() == Call.RESOLVE) {
                    source.put("x", source.addImage("second"));
                }
            }
        });

        SyncReport report = mirror.run(APP);

        assertThat(target.tagged("x")).isEqualTo(source.tagged("x"));
        assertThat(tag(report, "x").digest()).isEqualTo(source.tagged("x"));
        assertThat(target.count(Call.TAG)).isEqualTo(1);
    }

    private Digest present() {
        Digest recorded = source.put("v1", source.addImage("one"));
        mirror.remember(mirror.run(APP));
        mirror.forgetCalls();
        return recorded;
    }

    private static void assertMoved(SyncReport report, Digest recorded) {
        TagReport tag = tag(report, "v1");
        assertThat(tag.state()).isEqualTo(TagState.CHANGED);
        assertThat(tag.isMoveOfImmutable()).isTrue();
        assertThat(tag.digest()).isEqualTo(recorded);
        assertThat(tag.isPending() || tag.isFailed()).isFalse();
        assertThat(report.isInSync()).isTrue();
    }
}
