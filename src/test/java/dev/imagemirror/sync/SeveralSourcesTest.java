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
import org.junit.jupiter.api.Test;

/// What sources have to do with each other, and with the run before.
class SeveralSourcesTest extends MirrorScene {
    private static final String WEB = "from.example/web";

    private final MemoryContent web = mirror.from(WEB);

    @Test
    void aBrokenSourceDoesNotStopTheOthers() {
        source.put("1", source.addImage("one"));
        Digest written = web.put("2", web.addImage("two"));
        source.hook(MemoryContent.Hook.failing(FailureKind.UNREACHABLE, Call.TAGS, ""));

        SyncReport report = mirror.run(APP, WEB);

        assertThat(report.sources().get(0).error()).isNotNull();
        assertThat(report.sources().get(1).error()).isNull();
        assertThat(mirror.to("web").tagged("2")).isEqualTo(written);
        assertThat(report.isInSync()).isFalse();
    }

    @Test
    void oneRepositoryIsListedOnceForAllThatNameIt() {
        source.put("v1", source.addImage("one"));
        source.put("w1", source.addImage("two"));

        assertThat(mirror.run(APP + "~/v/", APP + "~/w/").isInSync()).isTrue();

        assertThat(source.count(Call.TAGS)).isEqualTo(1);
        assertThat(mirror.to("app").count(Call.TAGS)).isEqualTo(1);
    }

    @Test
    void aSourceThatFailsKeepsItsTagsWithWhatWasKnown() {
        Digest one = source.put("1", source.addImage("one"));
        mirror.remember(mirror.run(APP));
        source.hook(MemoryContent.Hook.failing(FailureKind.UNREACHABLE, Call.TAGS, ""));

        SyncReport report = mirror.run(APP + "~/1/=assumed");

        assertThat(names(report)).containsExactly("1", "assumed");
        assertThat(tag(report, "1").state()).isEqualTo(TagState.UNKNOWN);
        assertThat(tag(report, "1").digest()).isEqualTo(one);
        assertThat(tag(report, "1").writtenTime()).isEqualTo(NOW);
        assertThat(report.tags())
                .extracting(tag -> tag.failure() == null ? null : tag.failure().kind())
                .containsOnly(FailureKind.UNREACHABLE);
    }

    @Test
    void aSourceThatFailsDoesNotForgetWhatIsDeselected() {
        source.put("v1", source.addImage("one"));
        source.put("w1", source.addImage("two"));
        mirror.remember(mirror.run(APP));
        mirror.remember(mirror.run(APP + "~/v/"));
        source.hook(MemoryContent.Hook.failing(FailureKind.UNREACHABLE, Call.TAGS, ""));
        SyncReport failed = mirror.run(APP + "~/v/");
        assertThat(tag(failed, "w1").state()).isEqualTo(TagState.UNKNOWN);
        mirror.remember(failed);
        source.hook(new MemoryContent.Hook() {});
        mirror.now = NOW.plusSeconds(60);

        TagReport tag = tag(mirror.run(APP + "~/v/"), "w1");

        assertThat(tag.state()).isEqualTo(TagState.DESELECTED);
        assertThat(tag.since()).isEqualTo(NOW);
    }

    @Test
    void anEditThatChoosesNothingSaysSo() {
        source.put("v1", source.addImage("one"));
        mirror.remember(mirror.run(APP));

        SyncReport report = mirror.run(APP + "~/typo/");

        assertThat(tag(report, "v1").state()).isEqualTo(TagState.DESELECTED);
        assertThat(report.failures()).extracting(Failure::kind).containsExactly(FailureKind.NOTHING_SELECTED);
    }

    @Test
    void aListingOfTheTargetThatFailsIsAFailureToo() {
        source.put("1", source.addImage("one"));
        target.hook(MemoryContent.Hook.failing(FailureKind.DENIED, Call.TAGS, ""));

        SyncReport report = mirror.run(APP);

        assertThat(report.failures()).extracting(Failure::kind).containsExactly(FailureKind.DENIED);
        assertThat(target.tagged()).isEmpty();
    }

    @Test
    void aRepositoryThatDoesNotExistSaysSo() {
        web.missing();
        SyncReport report = mirror.run(WEB);
        assertThat(report.failures()).extracting(Failure::kind).containsExactly(FailureKind.NOT_FOUND);
        assertThat(report.sources().getFirst().tags()).isEmpty();
    }

    @Test
    void aTagChosenTwiceIsOneTagOfTheFirstSource() {
        source.put("v1", source.addImage("one"));

        SyncReport report = mirror.run(APP + ":v1", APP + "~/v/", APP + "=v1");

        assertThat(names(report)).containsExactly("v1");
        assertThat(report.sources().get(0).tags()).hasSize(1);
        assertThat(report.isInSync()).isTrue();
    }

    @Test
    void theLaterOfTwoRepositoriesLosesTheTag() {
        MemoryContent other = mirror.from("other.example/app");
        Digest first = source.put("1", source.addImage("one"));
        other.put("1", other.addImage("another"));
        Digest alone = other.put("2", other.addImage("two"));

        SyncReport report = mirror.run(APP, "other.example/app");

        assertThat(target.tagged("1")).isEqualTo(first);
        assertThat(target.tagged("2")).isEqualTo(alone);
        TagReport lost = report.sources().get(1).tags().getFirst();
        assertThat(lost.state()).isEqualTo(TagState.UNKNOWN);
        assertThat(lost.isFailed()).isTrue();
        assertThat(lost.failure()).isNotNull().satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.CONFLICT);
            assertThat(failure.detail()).contains(APP, "other.example/app");
        });
    }

    /// The first source cannot be listed, but what it wrote is its own.
    @Test
    void aSourceThatFailsDoesNotLoseItsTagsToAnother() {
        source.put("1", source.addImage("one"));
        mirror.remember(mirror.run(APP));
        MemoryContent other = mirror.from("other.example/app");
        other.put("1", other.addImage("another"));
        source.hook(MemoryContent.Hook.failing(FailureKind.UNREACHABLE, Call.TAGS, ""));

        SyncReport report = mirror.run(APP, "other.example/app");

        assertThat(report.sources().get(1).tags()).extracting(TagReport::state).containsExactly(TagState.UNKNOWN);
        assertThat(target.tagged("1"))
                .isEqualTo(report.sources().get(0).tags().getFirst().digest());
    }
}
