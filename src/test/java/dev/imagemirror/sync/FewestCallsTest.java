package dev.imagemirror.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.MemoryContent.Call;
import dev.imagemirror.content.MemoryContent.Entry;
import org.junit.jupiter.api.Test;

/// How few questions a run needs.
class FewestCallsTest extends MirrorScene {
    /// An unchanged tag costs a question at each side, and a repository one listing at each.
    @Test
    void asksTwiceForEachTagThatStays() {
        for (int i = 0; i < 20; i++) {
            source.put("v" + i, source.addIndex(source.addImage("image " + i), source.addImage("other " + i)));
        }
        mirror.remember(mirror.run(APP));
        mirror.forgetCalls();

        SyncReport report = mirror.run(APP);

        assertThat(report.isInSync()).isTrue();
        assertThat(source.count(Call.RESOLVE)).isEqualTo(20);
        assertThat(target.count(Call.RESOLVE)).isEqualTo(20);
        assertThat(mirror.calls()).isEqualTo(2 * 20 + 2);
    }

    @Test
    void asksOnlyWhatRefersToItBeforeItCopiesAnAbsentTag() {
        source.put("1", source.addImage("one"));

        mirror.run(APP);

        assertThat(source.calls())
                .extracting(Entry::call)
                .containsExactly(Call.TAGS, Call.FETCH, Call.REFERRERS, Call.OPEN, Call.OPEN);
        assertThat(target.calls())
                .extracting(Entry::call)
                .containsExactly(Call.TAGS, Call.PUSH_BLOB, Call.PUSH_BLOB, Call.TAG);
    }

    @Test
    void readsNoListForNamedTags() {
        source.put("1", source.addImage("one"));

        SyncReport report = mirror.run(APP + ":1", APP + "=1,2");

        assertThat(report.isInSync()).isTrue();
        assertThat(source.count(Call.TAGS) + target.count(Call.TAGS)).isZero();
    }
}
