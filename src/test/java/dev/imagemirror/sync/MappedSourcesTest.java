package dev.imagemirror.sync;

import static dev.imagemirror.sync.Mirror.MAPPING;
import static dev.imagemirror.sync.Mirror.names;
import static dev.imagemirror.sync.Mirror.tag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.MemoryContent.Call;
import dev.imagemirror.content.MemoryContent.Entry;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Tag;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Tags whose name at the target is another, digests, and too many of both.
class MappedSourcesTest extends MirrorScene {
    @Test
    void aRenamedTagIsComparedByItsNewName() {
        Digest one = source.put("v1", source.addImage("one"));
        target.put("v1", target.addImage("somebody's"));

        SyncReport report = run(renamed(APP, "{tag}-prd"));

        assertThat(target.tagged("v1-prd")).isEqualTo(one);
        assertThat(names(report)).containsExactly("v1");
        assertThat(tag(report, "v1").target()).map(TargetTag::tag).contains(Tag.parse("v1-prd"));
        mirror.remember(report);
        mirror.forgetCalls();
        assertThat(run(renamed(APP, "{tag}-prd")).isInSync()).isTrue();
        assertThat(target.calls()).doesNotContain(new Entry(Call.TAG, "v1-prd"));
    }

    @Test
    void whatTheSourceLostIsAskedForByItsOwnName() {
        source.put("v1", source.addImage("one"));
        source.put("v2", source.addImage("two"));
        mirror.remember(run(renamed(APP, "{tag}-prd")));
        source.remove("v1");

        SyncReport report = run(renamed(APP, "{tag}-prd"));

        assertThat(tag(report, "v1").state()).isEqualTo(TagState.TARGET_ONLY);
        assertThat(source.calls()).contains(new Entry(Call.RESOLVE, "v1"));
    }

    @Test
    void whatIsDeselectedHasTheSourcesName() {
        source.put("v1", source.addImage("one"));
        source.put("w1", source.addImage("two"));
        mirror.remember(run(renamed(APP, "{tag}-prd")));

        SyncReport report = run(renamed(APP + "~/^v/", "{tag}-prd"));

        assertThat(tag(report, "w1").state()).isEqualTo(TagState.DESELECTED);
        assertThat(tag(report, "w1").target()).map(TargetTag::tag).contains(Tag.parse("w1-prd"));
    }

    @Test
    void whatAnotherTemplateWroteIsNotLookedAt() {
        source.put("v1", source.addImage("one"));
        mirror.remember(run(renamed(APP, "{tag}-prd")));

        assertThat(run(renamed(APP, "x-{tag}")).tags())
                .extracting(tag -> tag.target().orElseThrow().tag().text())
                .containsExactly("x-v1");
    }

    @Test
    void aSourceThatFailsKeepsItsOwnNames() {
        source.put("v1", source.addImage("one"));
        mirror.remember(run(renamed(APP, "{tag}-prd")));
        source.hook(new MemoryContent.Hook() {
            @Override
            public void before(Entry entry) {
                throw new ContentException(
                        Failure.of(FailureKind.UNREACHABLE, Side.SOURCE, "memory", "go on", "as the test wants"));
            }
        });

        SyncReport report = run(renamed(APP, "{tag}-prd"));

        assertThat(names(report)).containsExactly("v1");
        assertThat(tag(report, "v1").state()).isEqualTo(TagState.UNKNOWN);
        assertThat(tag(report, "v1").writtenTime()).isNotNull();
    }

    @Test
    void aDigestGoesToTheTagThatIsNamed() {
        Digest one = source.put("v1", source.addImage("one"));
        source.put("v1", source.addImage("two"));

        SyncReport report = run(renamed(APP + "@" + one, "golden"));

        assertThat(target.tagged("golden")).isEqualTo(one);
        assertThat(names(report)).containsExactly(one.text());
        assertThat(source.count(Call.TAGS)).isZero();
        source.removeManifest(one);
        assertThat(tag(run(renamed(APP + "@" + one, "golden")), one.text()).state())
                .isEqualTo(TagState.TARGET_ONLY);
    }

    @Test
    void aDigestNeedsATag() {
        String source = APP + "@" + Digest.of(new byte[0]);
        assertThatThrownBy(() -> Mirror.source(source))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("set the source's own target.tag");
        assertThatThrownBy(() -> renamed(APP, "fixed")).hasMessageContaining("must hold {tag} once");
    }

    @Test
    void twoTagsOfOneRepositoryFightForOneName() {
        Digest one = source.put("1", source.addImage("one"));
        source.put("2", source.addImage("two"));

        SyncReport report =
                run(renamed(APP + ":1", "stable"), renamed(APP + ":2", "stable"), renamed(APP + ":1", "stable"));

        assertThat(target.tagged("stable")).isEqualTo(one);
        assertThat(tag(report, "2").failure()).isNotNull().satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.CONFLICT);
            assertThat(failure.detail()).contains(APP + ":1", APP + ":2");
        });
        assertThat(report.tags()).hasSize(2);
    }

    @Test
    void aNameThatNoTargetAcceptsStopsNoOther() {
        String longest = "v" + "1".repeat(127);
        source.put(longest, source.addImage("one"));
        source.put("v1", source.addImage("two"));

        SyncReport report = run(renamed(APP, "{tag}-prd"));

        assertThat(tag(report, longest).failure()).extracting(Failure::kind).isEqualTo(FailureKind.INVALID_TAG);
        assertThat(tag(report, longest).isFailed()).isTrue();
        assertThat(tag(report, longest).target()).isEmpty();
        assertThat(tag(report, "v1").state()).isEqualTo(TagState.PRESENT);
    }

    @Test
    void beyondTheMostTagsNewOnesFillUp() {
        IntStream.rangeClosed(1, 9).forEach(i -> source.put("v" + i, source.addImage("image " + i)));
        target.put("v1", target.addImage("image 1"));
        target.put("v2", target.addImage("image 2"));
        mirror.rules = new SyncRules(true, List.of(), 4, PruneRules.KEEP);

        SyncReport report = mirror.run(APP + "~/^v/=v5");

        assertThat(names(report)).containsExactly("v1", "v2", "v5", "v9");
        assertThat(report.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.TOO_MANY_TAGS);
            assertThat(failure.detail()).contains("5 new ones are left out");
        });
        assertThat(report.isInSync()).isFalse();
        mirror.rules = new SyncRules(true, List.of(), 1, PruneRules.KEEP);
        assertThat(names(mirror.run(APP))).as("what is there goes on").containsExactly("v1", "v2", "v5", "v9");
        mirror.rules = new SyncRules(true, List.of(), 9, PruneRules.KEEP);
        assertThat(mirror.run(APP).isInSync()).isTrue();
    }

    private SyncReport run(SyncSource... sources) {
        return mirror.runner(mirror.request(List.of(sources))).run();
    }

    private static SyncSource renamed(String specification, String template) {
        return SyncSource.of(
                RepositorySpecification.parse(specification),
                MAPPING.with(Template.DEFAULT_PATH, new Template(template)));
    }
}
