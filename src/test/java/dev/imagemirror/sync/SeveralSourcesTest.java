package dev.imagemirror.sync;

import static dev.imagemirror.sync.Mirror.NOW;
import static dev.imagemirror.sync.Mirror.names;
import static dev.imagemirror.sync.Mirror.tag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.MemoryContent.Call;
import dev.imagemirror.content.MemoryContent.Entry;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Digest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What sources have to do with each other, and with the run before.
class SeveralSourcesTest {
    private static final String APP = "from.example/app";
    private static final String WEB = "from.example/web";

    private final Mirror mirror = new Mirror();
    private final MemoryContent app = mirror.from(APP);
    private final MemoryContent web = mirror.from(WEB);
    private final MemoryContent target = mirror.to("app");

    @AfterEach
    void close() {
        mirror.close();
    }

    @Test
    void aBrokenSourceDoesNotStopTheOthers() {
        app.put("1", app.addImage("one"));
        Digest written = web.put("2", web.addImage("two"));
        app.hook(failing(FailureKind.UNREACHABLE, Call.TAGS, null));

        SyncReport report = mirror.run(APP, WEB);

        assertThat(report.sources().get(0).error()).isNotNull();
        assertThat(report.sources().get(1).error()).isNull();
        assertThat(mirror.to("web").tagged("2")).isEqualTo(written);
        assertThat(report.isInSync()).isFalse();
    }

    @Test
    void aSourceThatFailsKeepsItsTagsWithWhatWasKnown() {
        Digest one = app.put("1", app.addImage("one"));
        mirror.remember(mirror.run(APP));
        app.hook(failing(FailureKind.UNREACHABLE, Call.TAGS, null));

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
        app.put("v1", app.addImage("one"));
        app.put("w1", app.addImage("two"));
        mirror.remember(mirror.run(APP));
        mirror.remember(mirror.run(APP + "~/v/"));
        app.hook(failing(FailureKind.UNREACHABLE, Call.TAGS, null));
        SyncReport failed = mirror.run(APP + "~/v/");
        assertThat(tag(failed, "w1").state()).isEqualTo(TagState.UNKNOWN);
        mirror.remember(failed);
        app.hook(new MemoryContent.Hook() {});
        mirror.now = NOW.plusSeconds(60);

        TagReport tag = tag(mirror.run(APP + "~/v/"), "w1");

        assertThat(tag.state()).isEqualTo(TagState.DESELECTED);
        assertThat(tag.since()).isEqualTo(NOW);
    }

    @Test
    void anEditThatChoosesNothingSaysSo() {
        app.put("v1", app.addImage("one"));
        mirror.remember(mirror.run(APP));

        SyncReport report = mirror.run(APP + "~/typo/");

        assertThat(tag(report, "v1").state()).isEqualTo(TagState.DESELECTED);
        assertThat(report.failures()).extracting(Failure::kind).containsExactly(FailureKind.NOTHING_SELECTED);
    }

    @Test
    void aListingOfTheTargetThatFailsIsAFailureToo() {
        app.put("1", app.addImage("one"));
        target.hook(failing(FailureKind.DENIED, Call.TAGS, null));

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
        app.put("v1", app.addImage("one"));

        SyncReport report = mirror.run(APP + ":v1", APP + "~/v/", APP + "=v1");

        assertThat(names(report)).containsExactly("v1");
        assertThat(report.sources().get(0).tags()).hasSize(1);
        assertThat(report.isInSync()).isTrue();
    }

    @Test
    void theLaterOfTwoRepositoriesLosesTheTag() {
        MemoryContent other = mirror.from("other.example/app");
        Digest first = app.put("1", app.addImage("one"));
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
        app.put("1", app.addImage("one"));
        mirror.remember(mirror.run(APP));
        MemoryContent other = mirror.from("other.example/app");
        other.put("1", other.addImage("another"));
        app.hook(failing(FailureKind.UNREACHABLE, Call.TAGS, null));

        SyncReport report = mirror.run(APP, "other.example/app");

        assertThat(report.sources().get(1).tags()).extracting(TagReport::state).containsExactly(TagState.UNKNOWN);
        assertThat(target.tagged("1"))
                .isEqualTo(report.sources().get(0).tags().getFirst().digest());
    }

    @Test
    void aBrokenTagDoesNotStopTheRest() {
        app.put("1", app.addImage("one"));
        Digest two = app.put("2", app.addImage("two"));
        app.hook(failing(FailureKind.UNREACHABLE, Call.FETCH, "1"));

        SyncReport report = mirror.run(APP);

        assertThat(tag(report, "1").state()).isEqualTo(TagState.ABSENT);
        assertThat(tag(report, "1").isFailed()).isTrue();
        assertThat(tag(report, "1").isPending()).isTrue();
        assertThat(target.tagged("2")).isEqualTo(two);
    }

    @Test
    void aTagThatCannotBeComparedIsUnknown() {
        app.put("1", app.addImage("one"));
        target.put("1", target.addImage("one"));
        target.hook(failing(FailureKind.UNREACHABLE, Call.RESOLVE, "1"));

        assertThat(tag(mirror.run(APP), "1").state()).isEqualTo(TagState.UNKNOWN);
    }

    @Test
    void aFaultOfOursIsAResultToo() {
        app.put("1", app.addImage("one"));
        app.hook(new MemoryContent.Hook() {
            @Override
            public void before(Entry entry) {
                if (entry.call() == Call.FETCH) {
                    throw new IllegalStateException("a fault of the test");
                }
            }
        });

        SyncReport report = mirror.run(APP);

        assertThat(report.failures()).extracting(Failure::kind).containsExactly(FailureKind.INTERNAL);
    }

    @Test
    void aRetryAsksOnlyForWhatMayPass() {
        app.put("1", app.addImage("one"));
        app.put("2", app.addImage("two"));
        app.put("3", app.addImage("three"));
        app.hook(failing(FailureKind.UNREACHABLE, Call.FETCH, "1"));
        target.hook(failing(FailureKind.DENIED, Call.TAG, "2"));
        SyncRequest request = mirror.request(APP);
        SyncReport first = mirror.runner(request).run();
        app.hook(new MemoryContent.Hook() {});
        target.hook(new MemoryContent.Hook() {});
        mirror.forgetCalls();

        SyncReport second = mirror.runner(request.retrying(first)).run();

        assertThat(tag(second, "1").state()).isEqualTo(TagState.PRESENT);
        assertThat(tag(second, "2")).isEqualTo(tag(first, "2"));
        assertThat(tag(second, "3")).isEqualTo(tag(first, "3").ofEarlierRun());
        assertThat(tag(second, "3").writtenTime()).isEqualTo(NOW);
        assertThat(app.count(Call.TAGS) + target.count(Call.TAGS)).isZero();
        assertThat(app.calls()).extracting(Entry::what).doesNotContain("2", "3");
        assertThat(second.copiedTags()).isEqualTo(1);
    }

    @Test
    void aRetryCopiesNothingThatTheRulesDoNotChoose() {
        app.put("v1", app.addImage("one"));
        app.put("w1", app.addImage("two"));
        mirror.remember(mirror.run(APP));
        Digest written = target.tagged("w1");
        app.put("w1", app.addImage("moved"));
        target.hook(failing(FailureKind.UNREACHABLE, Call.RESOLVE, "w1"));
        SyncRequest request = mirror.request(APP + "~/v/");
        SyncReport first = mirror.runner(request).run();
        assertThat(tag(first, "w1").state()).isEqualTo(TagState.UNKNOWN);
        target.hook(new MemoryContent.Hook() {});

        SyncReport second = mirror.runner(request.retrying(first)).run();

        assertThat(tag(second, "w1").state()).isEqualTo(TagState.DESELECTED);
        assertThat(target.tagged("w1")).isEqualTo(written);
    }

    @Test
    void aRetryFindsATagOnlyAtTheTargetOrNowhere() {
        app.put("1", app.addImage("one"));
        target.put("2", target.addImage("two"));
        target.put("3", target.addImage("three"));
        app.hook(failing(FailureKind.UNREACHABLE, Call.RESOLVE, null));
        SyncRequest request = mirror.request(APP);
        SyncReport first = mirror.runner(request).run();
        app.hook(new MemoryContent.Hook() {});
        target.remove("3");

        SyncReport second = mirror.runner(request.retrying(first)).run();

        assertThat(names(second)).containsExactly("1", "2");
        assertThat(tag(second, "2").state()).isEqualTo(TagState.TARGET_ONLY);
        assertThat(second.isInSync()).isTrue();
    }

    @Test
    void aRetryListsASourceThatCouldNotBeListed() {
        Digest one = app.put("1", app.addImage("one"));
        web.put("1", web.addImage("web"));
        app.hook(failing(FailureKind.UNREACHABLE, Call.TAGS, null));
        SyncRequest request = mirror.request(APP, WEB);
        SyncReport first = mirror.runner(request).run();
        app.hook(new MemoryContent.Hook() {});
        mirror.forgetCalls();

        SyncReport second = mirror.runner(request.retrying(first)).run();

        assertThat(second.isInSync()).isTrue();
        assertThat(target.tagged("1")).isEqualTo(one);
        assertThat(web.calls()).isEmpty();
    }

    /// An unchanged tag costs a question at each side, and a repository one listing at each.
    @Test
    void asksTwiceForEachTagThatStays() {
        for (int i = 0; i < 20; i++) {
            app.put("v" + i, app.addIndex(app.addImage("image " + i), app.addImage("other " + i)));
        }
        mirror.remember(mirror.run(APP));
        mirror.forgetCalls();

        SyncReport report = mirror.run(APP);

        assertThat(report.isInSync()).isTrue();
        assertThat(app.count(Call.RESOLVE)).isEqualTo(20);
        assertThat(target.count(Call.RESOLVE)).isEqualTo(20);
        assertThat(mirror.calls()).isEqualTo(2 * 20 + 2);
    }

    @Test
    void asksOnlyWhatRefersToItBeforeItCopiesAnAbsentTag() {
        app.put("1", app.addImage("one"));

        mirror.run(APP);

        assertThat(app.calls())
                .extracting(Entry::call)
                .containsExactly(Call.TAGS, Call.FETCH, Call.REFERRERS, Call.OPEN, Call.OPEN);
        assertThat(target.calls())
                .extracting(Entry::call)
                .containsExactly(Call.TAGS, Call.PUSH_BLOB, Call.PUSH_BLOB, Call.TAG);
    }

    @Test
    void readsNoListForNamedTags() {
        app.put("1", app.addImage("one"));

        SyncReport report = mirror.run(APP + ":1", APP + "=1,2");

        assertThat(report.isInSync()).isTrue();
        assertThat(app.count(Call.TAGS) + target.count(Call.TAGS)).isZero();
    }

    private static MemoryContent.Hook failing(FailureKind kind, Call call, @Nullable String what) {
        return new MemoryContent.Hook() {
            @Override
            public void before(Entry entry) {
                if (entry.call() == call && (what == null || what.equals(entry.what()))) {
                    throw new ContentException(Failure.of(kind, Side.SOURCE, "memory", "go on", "as the test wants"));
                }
            }
        };
    }
}
