package dev.imagemirror.sync;

import static dev.imagemirror.sync.Mirror.NOW;
import static dev.imagemirror.sync.Mirror.tag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.MemoryContent.Call;
import dev.imagemirror.content.MemoryContent.Entry;
import dev.imagemirror.copy.PlatformSubset;
import dev.imagemirror.oci.Digest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// When a side is asked for the digest of a tag, and when it is believed.
class RecheckTest extends MirrorScene {
    private static final String ONE = APP + ":1";
    private static final Duration HOUR = Duration.ofHours(1);

    RecheckTest() {
        // Looking for what refers to an image asks too.
        mirror.options = new CopyOptions(new PlatformSubset.Whole(), false);
        source.put("1", source.addImage("one"));
    }

    @Test
    void withoutItEveryRunAsksBothSides() {
        mirror.run(ONE);
        assertThat(questionsAfter(Duration.ZERO)).isEqualTo("source target");
    }

    @Test
    void eachSideIsBelievedForItsTime() {
        mirror.recheck = new Recheck(HOUR, HOUR.multipliedBy(2));
        mirror.run(ONE);

        assertThat(questionsAfter(Duration.ofMinutes(59))).isEmpty();
        assertThat(questionsAfter(Duration.ofMinutes(60))).isEqualTo("source");
        assertThat(questionsAfter(Duration.ofMinutes(119))).isEmpty();
        assertThat(questionsAfter(Duration.ofHours(2))).isEqualTo("source target");
    }

    /// A run that asked nobody is no look.
    @Test
    void believingDoesNotMakeItLast() {
        mirror.recheck = new Recheck(Duration.ZERO, HOUR);
        mirror.run(ONE);

        assertThat(questionsAfter(Duration.ofMinutes(40))).isEqualTo("source");
        assertThat(questionsAfter(Duration.ofMinutes(80))).isEqualTo("source target");
    }

    @Test
    void aTagThatTheSourceMovedIsFollowed() {
        mirror.recheck = new Recheck(Duration.ZERO, HOUR);
        mirror.run(ONE);
        Digest moved = source.put("1", source.addImage("two"));

        SyncReport report = mirror.run(ONE);

        assertThat(tag(report, "1").written()).isTrue();
        assertThat(target.tagged("1")).isEqualTo(moved);
        assertThat(questionsAfter(Duration.ofMinutes(1))).isEqualTo("source");
    }

    @Test
    void afterAWriteThatFailedBothSidesAreAsked() {
        mirror.recheck = new Recheck(HOUR, HOUR);
        mirror.run(ONE);
        mirror.recheck = new Recheck(Duration.ZERO, HOUR);
        source.put("1", source.addImage("two"));
        target.hook(Troubles.unreachable(Call.TAG));
        mirror.run(ONE);
        target.hook(new MemoryContent.Hook() {});
        mirror.recheck = new Recheck(HOUR, HOUR);

        assertThat(questionsAfter(Duration.ofMinutes(1))).startsWith("source target");
    }

    @Test
    void afterARestartBothSidesAreAsked() {
        mirror.recheck = new Recheck(HOUR, HOUR);
        mirror.remember(mirror.run(ONE));
        mirror.looks = new Looks();

        assertThat(questionsAfter(Duration.ofMinutes(1))).isEqualTo("source target");
    }

    @Test
    void aClockThatWasSetBackEndsTheBelief() {
        mirror.recheck = new Recheck(HOUR, HOUR);
        mirror.run(ONE);
        assertThat(questionsAfter(Duration.ofDays(-1))).isEqualTo("source target");
    }

    @Test
    void whatIsWrongIsNeverBelieved() {
        mirror.recheck = new Recheck(HOUR, HOUR);
        mirror.dryRun = true;
        target.put("1", target.addImage("other"));
        mirror.run(ONE);

        assertThat(questionsAfter(Duration.ofMinutes(1))).isEqualTo("source target");
    }

    /// A listing is newer than any belief.
    @Test
    void aTagThatTheTargetNoLongerListsIsCopied() {
        mirror.recheck = new Recheck(HOUR, HOUR);
        mirror.run(APP);
        target.remove("1");

        assertThat(tag(mirror.run(APP), "1").written()).isTrue();
    }

    /// Only a 404 for that very tag is proof that the source lost it.
    @Test
    void aTagThatTheSourceNoLongerListsIsAskedFor() {
        mirror.recheck = new Recheck(HOUR, HOUR);
        source.put("2", source.addImage("two"));
        mirror.run(APP);
        source.hide("1");
        mirror.forgetCalls();

        mirror.run(APP);

        assertThat(source.calls()).contains(new Entry(Call.RESOLVE, "1"));
    }

    @Test
    void listingsThatCarryDigestsSpareTheQuestion() {
        mirror.run(APP);
        source.listDigests();
        mirror.forgetCalls();
        mirror.run(APP);
        assertThat(source.count(Call.RESOLVE)).isZero();
        assertThat(target.count(Call.RESOLVE)).isEqualTo(1);

        target.listDigests();
        mirror.forgetCalls();
        assertThat(tag(mirror.run(APP), "1").state()).isEqualTo(TagState.PRESENT);
        assertThat(mirror.calls()).isEqualTo(2);
    }

    /// Two tags are looked at together, and may both read it.
    @Test
    void listingsThatCarryDigestsShowWhatWasReadForAnotherTag() {
        mirror.concurrency = 1;
        source.listDigests();
        for (int i = 2; i <= 9; i++) {
            source.put("" + i, source.addImage("one"));
        }

        assertThat(mirror.run(APP).isInSync()).isTrue();

        assertThat(target.tagged()).hasSize(9);
        assertThat(source.count(Call.FETCH)).isBetween(1, 2);
    }

    @Test
    void listingsThatCarryDigestsShowWhatMoved() {
        mirror.run(APP);
        source.listDigests();
        target.listDigests();
        Digest moved = source.put("1", source.addImage("two"));

        mirror.run(APP);

        assertThat(target.tagged("1")).isEqualTo(moved);
    }

    /// Which sides a run asks for the digest of the tag, so long after the first.
    private String questionsAfter(Duration time) {
        mirror.now = NOW.plus(time);
        mirror.forgetCalls();
        mirror.run(ONE);
        return ("source ".repeat(source.count(Call.RESOLVE)) + "target ".repeat(target.count(Call.RESOLVE))).strip();
    }
}
