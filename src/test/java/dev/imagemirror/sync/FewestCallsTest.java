package dev.imagemirror.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.MemoryContent.Call;
import dev.imagemirror.content.MemoryContent.Entry;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// How few questions a run needs.
class FewestCallsTest {
    private static final String APP = "from.example/app";

    @AutoClose
    private final Mirror mirror = new Mirror();

    private final MemoryContent app = mirror.from(APP);
    private final MemoryContent target = mirror.to("app");

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
}
