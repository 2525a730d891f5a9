package dev.imagemirror.sync;

import static dev.imagemirror.sync.Mirror.NOW;
import static dev.imagemirror.sync.Mirror.names;
import static dev.imagemirror.sync.Mirror.tag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.MemoryContent.Call;
import dev.imagemirror.content.MemoryContent.Entry;
import dev.imagemirror.oci.Digest;
import org.junit.jupiter.api.Test;

/// Tags that fail, and are tried again.
class FailedTagsTest extends MirrorScene {
    private static final String WEB = "from.example/web";

    private final MemoryContent web = mirror.from(WEB);

    @Test
    void aBrokenTagDoesNotStopTheRest() {
        source.put("1", source.addImage("one"));
        Digest two = source.put("2", source.addImage("two"));
        source.hook(MemoryContent.Hook.failing(FailureKind.UNREACHABLE, Call.FETCH, "1"));

        SyncReport report = mirror.run(APP);

        assertThat(tag(report, "1").state()).isEqualTo(TagState.ABSENT);
        assertThat(tag(report, "1").isFailed()).isTrue();
        assertThat(tag(report, "1").isPending()).isTrue();
        assertThat(target.tagged("2")).isEqualTo(two);
    }

    @Test
    void aTagThatCannotBeComparedIsUnknown() {
        source.put("1", source.addImage("one"));
        target.put("1", target.addImage("one"));
        target.hook(MemoryContent.Hook.failing(FailureKind.UNREACHABLE, Call.RESOLVE, "1"));

        assertThat(tag(mirror.run(APP), "1").state()).isEqualTo(TagState.UNKNOWN);
    }

    @Test
    void aFaultOfOursIsAResultToo() {
        source.put("1", source.addImage("one"));
        source.hook(new MemoryContent.Hook() {
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
        source.put("1", source.addImage("one"));
        source.put("2", source.addImage("two"));
        source.put("3", source.addImage("three"));
        source.hook(MemoryContent.Hook.failing(FailureKind.UNREACHABLE, Call.FETCH, "1"));
        target.hook(MemoryContent.Hook.failing(FailureKind.DENIED, Call.TAG, "2"));
        SyncRequest request = mirror.request(APP);
        SyncReport first = mirror.runner(request).run();
        source.hook(new MemoryContent.Hook() {});
        target.hook(new MemoryContent.Hook() {});
        mirror.forgetCalls();

        SyncReport second = mirror.runner(request.retrying(first)).run();

        assertThat(tag(second, "1").state()).isEqualTo(TagState.PRESENT);
        assertThat(tag(second, "2")).isEqualTo(tag(first, "2").ofEarlierRun());
        assertThat(tag(second, "3")).isEqualTo(tag(first, "3").ofEarlierRun());
        assertThat(tag(second, "3").writtenTime()).isEqualTo(NOW);
        assertThat(source.count(Call.TAGS) + target.count(Call.TAGS)).isZero();
        assertThat(source.calls()).extracting(Entry::what).doesNotContain("2", "3");
        assertThat(second.copiedTags()).isEqualTo(1);
    }

    @Test
    void aRetryCopiesNothingThatTheRulesDoNotChoose() {
        source.put("v1", source.addImage("one"));
        source.put("w1", source.addImage("two"));
        mirror.remember(mirror.run(APP));
        Digest written = target.tagged("w1");
        source.put("w1", source.addImage("moved"));
        target.hook(MemoryContent.Hook.failing(FailureKind.UNREACHABLE, Call.RESOLVE, "w1"));
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
        source.put("1", source.addImage("one"));
        target.put("2", target.addImage("two"));
        target.put("3", target.addImage("three"));
        source.hook(MemoryContent.Hook.failing(FailureKind.UNREACHABLE, Call.RESOLVE, ""));
        SyncRequest request = mirror.request(APP);
        SyncReport first = mirror.runner(request).run();
        source.hook(new MemoryContent.Hook() {});
        target.remove("3");

        SyncReport second = mirror.runner(request.retrying(first)).run();

        assertThat(names(second)).containsExactly("1", "2");
        assertThat(tag(second, "2").state()).isEqualTo(TagState.TARGET_ONLY);
        assertThat(second.isInSync()).isTrue();
    }

    @Test
    void aRetryListsASourceThatCouldNotBeListed() {
        Digest one = source.put("1", source.addImage("one"));
        web.put("1", web.addImage("web"));
        source.hook(MemoryContent.Hook.failing(FailureKind.UNREACHABLE, Call.TAGS, ""));
        SyncRequest request = mirror.request(APP, WEB);
        SyncReport first = mirror.runner(request).run();
        source.hook(new MemoryContent.Hook() {});
        mirror.forgetCalls();

        SyncReport second = mirror.runner(request.retrying(first)).run();

        assertThat(second.isInSync()).isTrue();
        assertThat(target.tagged("1")).isEqualTo(one);
        assertThat(web.calls()).isEmpty();
    }
}
