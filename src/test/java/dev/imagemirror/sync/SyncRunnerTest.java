package dev.imagemirror.sync;

import static dev.imagemirror.sync.Mirror.NOW;
import static dev.imagemirror.sync.Mirror.names;
import static dev.imagemirror.sync.Mirror.tag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.MemoryContent.Call;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// States and what a run does about them.
class SyncRunnerTest extends MirrorScene {
    private static final Instant BEFORE = NOW.minusSeconds(86_400);

    @Test
    void copiesWhatIsAbsent() {
        Digest one = source.put("1", source.addImage("one"));
        Digest two = source.put("2", source.addIndex(source.addImage("one"), source.addImage("two")));

        SyncReport report = mirror.run(APP);

        assertThat(report.isInSync()).isTrue();
        assertThat(report.copiedTags()).isEqualTo(2);
        assertThat(report.failures()).isEmpty();
        assertThat(names(report)).containsExactly("1", "2");
        assertThat(tag(report, "1")).satisfies(tag -> {
            assertThat(tag.state()).isEqualTo(TagState.PRESENT);
            assertThat(tag.digest()).isEqualTo(one);
            assertThat(tag.written()).isTrue();
            assertThat(tag.writtenTime()).isEqualTo(NOW);
            assertThat(tag.target()).map(TargetTag::toString).contains("to.example/app:1");
        });
        assertThat(target.tagged("2")).isEqualTo(two);
    }

    @Test
    void writesOverWhatChanged() {
        Digest changed = source.put("1", source.addImage("new"));
        target.put("1", target.addImage("old"));

        SyncReport report = mirror.run(APP);

        assertThat(tag(report, "1").state()).isEqualTo(TagState.PRESENT);
        assertThat(report.copiedTags()).isEqualTo(1);
        assertThat(target.tagged("1")).isEqualTo(changed);
    }

    @Test
    void aPresentTagOfSomebodyElseIsNotOurs() {
        source.put("1", source.addImage("same"));
        target.put("1", target.addImage("same"));

        TagReport tag = tag(mirror.run(APP), "1");

        assertThat(tag.state()).isEqualTo(TagState.PRESENT);
        assertThat(tag.written()).isFalse();
        assertThat(tag.writtenTime()).isNull();
    }

    @Test
    void onlyTheTargetHasIt() {
        source.put("1", source.addImage("one"));
        target.put("0", target.addImage("zero"));

        SyncReport report = mirror.run(APP);

        TagReport tag = tag(report, "0");
        assertThat(tag.state()).isEqualTo(TagState.TARGET_ONLY);
        assertThat(tag.since()).isEqualTo(NOW);
        assertThat(tag.failure()).isNull();
        assertThat(report.isInSync()).isTrue();
        assertThat(source.calls()).contains(new MemoryContent.Entry(Call.RESOLVE, "0"));
    }

    @Test
    void keepsTheTimeSinceWhich() {
        source.put("1", source.addImage("one"));
        target.put("0", target.addImage("zero"));
        remember("0", null, null, BEFORE);

        assertThat(tag(mirror.run(APP), "0").since()).isEqualTo(BEFORE);
    }

    /// A listing is no proof of absence: only a 404 for that very tag is.
    @Test
    void aTagThatTheListingOmitsIsAskedFor() {
        source.put("1", source.addImage("one"));
        Digest hidden = source.put("2", source.addImage("two"));
        target.put("2", target.addImage("old two"));
        source.hide("2");

        SyncReport report = mirror.run(APP);

        assertThat(tag(report, "2").state()).isEqualTo(TagState.PRESENT);
        assertThat(target.tagged("2")).isEqualTo(hidden);
    }

    @Test
    void asksOnlyForTagsThatTheRulesWouldChoose() {
        source.put("v1", source.addImage("one"));
        target.put("other", target.addImage("other"));

        SyncReport report = mirror.run(APP + "~/^v/");

        assertThat(names(report)).containsExactly("v1");
        assertThat(target.tagged()).containsKey(Tag.parse("other"));
    }

    @Test
    void reportsWhatItWroteAndNoLongerWants() {
        source.put("v1", source.addImage("one"));
        source.put("w1", source.addImage("two"));
        mirror.remember(mirror.run(APP));

        SyncReport report = mirror.run(APP + "~/^v/");

        TagReport tag = tag(report, "w1");
        assertThat(tag.state()).isEqualTo(TagState.DESELECTED);
        assertThat(tag.since()).isEqualTo(NOW);
        assertThat(tag.writtenTime()).isEqualTo(NOW);
        assertThat(report.isInSync()).isTrue();
        mirror.remember(report);
        mirror.now = NOW.plusSeconds(60);
        assertThat(tag(mirror.run(APP + "~/^v/"), "w1").since()).isEqualTo(NOW);
    }

    @Test
    void whatSomebodyElseWroteIsNotDeselected() {
        source.put("v1", source.addImage("one"));
        Digest ours = target.put("w1", target.addImage("ours"));
        remember("w1", ours, BEFORE, null);
        target.put("w1", target.addImage("theirs"));
        Digest old = target.put("w2", target.addImage("never ours"));
        remember("w2", old, null, null);

        assertThat(names(mirror.run(APP + "~/^v/"))).containsExactly("v1");
    }

    @Test
    void namedTagsThatExistNowhere() {
        SyncReport one = mirror.run(APP + ":9");
        assertThat(tag(one, "9").state()).isEqualTo(TagState.NOT_FOUND);
        assertThat(tag(one, "9").isFailed()).isTrue();
        assertThat(one.isInSync()).isFalse();

        SyncReport assumed = mirror.run(APP + "=9");
        assertThat(tag(assumed, "9").state()).isEqualTo(TagState.NOT_FOUND);
        assertThat(tag(assumed, "9").assumed()).isTrue();
        assertThat(assumed.failures()).isEmpty();
        assertThat(assumed.isInSync()).isTrue();
    }

    @Test
    void namedTagsThatTheSourceLost() {
        target.put("9", target.addImage("nine"));

        SyncReport one = mirror.run(APP + ":9");
        assertThat(tag(one, "9").state()).isEqualTo(TagState.TARGET_ONLY);
        assertThat(one.failures()).extracting(Failure::kind).containsExactly(FailureKind.NOT_FOUND);

        SyncReport assumed = mirror.run(APP + "=9");
        assertThat(tag(assumed, "9").state()).isEqualTo(TagState.TARGET_ONLY);
        assertThat(tag(assumed, "9").failure()).isNotNull();
        assertThat(assumed.isInSync()).isTrue();
    }

    @Test
    void assumedTagsComeBesideTheFilterAndCountOnce() {
        source.put("v1", source.addImage("one"));
        source.put("hidden", source.addImage("two"));
        source.hide("hidden");

        SyncReport report = mirror.run(APP + "~/^v/=hidden,v1,hidden");

        assertThat(names(report)).containsExactly("hidden", "v1");
        assertThat(report.tags()).allMatch(TagReport::assumed);
        assertThat(report.isInSync()).isTrue();
    }

    @Test
    void saysWhenNothingIsSelected() {
        source.put("1", source.addImage("one"));

        SyncReport report = mirror.run(APP + "~/^v/");

        assertThat(report.failures()).extracting(Failure::kind).containsExactly(FailureKind.NOTHING_SELECTED);
        assertThat(report.isInSync()).isFalse();
    }

    @Test
    void leavesDigestTagsToTheirSubjects() {
        source.put("1", source.addImage("one"));
        source.put("sha256-" + "0".repeat(64) + ".sig", source.addImage("signature"));

        assertThat(names(mirror.run(APP))).containsExactly("1");
    }

    @Test
    void tellsOfEachTagOnce() {
        source.put("1", source.addImage("one"));
        source.put("2", source.addImage("two"));
        List<String> heard = new ArrayList<>();

        SyncRunner runner = mirror.runner(mirror.request(APP, "from.example/none:1"));
        SyncReport report = runner.run((specification, tag) -> heard.add(specification + " " + tag.name()));

        assertThat(heard).containsExactlyInAnyOrder(APP + " 1", APP + " 2", "from.example/none:1 1");
        assertThat(runner.progress().snapshot().tagsTotal()).isEqualTo(3);
        assertThat(runner.progress().snapshot().tagsDone()).isEqualTo(3);
        assertThat(report.copiedBytes()).isEqualTo(runner.progress().snapshot().bytesDone());
    }

    @Test
    void aDryRunWritesNothingAndShowsWhatItWouldDo() {
        mirror.dryRun = true;
        Digest fresh = source.put("1", source.addImage("one"));
        source.put("2", source.addImage("two"));
        Digest old = target.put("2", target.addImage("old"));
        source.put("3", source.addImage("three"));
        target.put("3", target.addImage("three"));

        SyncReport report = mirror.run(APP);

        assertThat(tag(report, "1").action()).isEqualTo(new Action.Copy(Tag.parse("1")));
        assertThat(tag(report, "1").state()).isEqualTo(TagState.ABSENT);
        assertThat(tag(report, "1").digest()).isEqualTo(fresh);
        assertThat(tag(report, "2").action()).isEqualTo(new Action.Overwrite(old, source.tagged("2")));
        assertThat(tag(report, "2").state()).isEqualTo(TagState.CHANGED);
        assertThat(tag(report, "2").targetDigest()).isEqualTo(old);
        assertThat(tag(report, "3").action()).isEqualTo(Action.Keep.SAME);
        assertThat(report.isInSync()).isFalse();
        assertThat(report.failures()).isEmpty();
        assertThat(target.calls())
                .extracting(MemoryContent.Entry::call)
                .doesNotContain(Call.PUSH_BLOB, Call.PUSH_MANIFEST, Call.TAG);
    }

    @Test
    void withoutTheLeaseNoTagIsWritten() {
        mirror.lease = () -> false;
        source.put("1", source.addImage("one"));

        SyncReport report = mirror.run(APP);

        assertThat(report.failures()).extracting(Failure::kind).containsExactly(FailureKind.CANCELLED);
        assertThat(target.tagged()).isEmpty();
    }

    private void remember(String tag, @Nullable Digest digest, @Nullable Instant written, @Nullable Instant since) {
        mirror.memory.put(
                new TargetTag(Repository.parse("to.example/app"), Tag.parse(tag)),
                new TagMemory(digest, digest, false, digest != null, written, since, TagState.TARGET_ONLY, null));
    }
}
