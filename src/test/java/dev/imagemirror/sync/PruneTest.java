package dev.imagemirror.sync;

import static dev.imagemirror.sync.Mirror.tag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.MemoryContent.Call;
import dev.imagemirror.content.MemoryContent.Deleting;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// When a tag that is gone or deselected is deleted, and what keeps it: a test for each sentence.
class PruneTest extends PruneScene {
    private static final String FILTERED = "from.example/app~/^v/";

    @Test
    void whatTheSourceLostGoesAfterItsTime() {
        source.remove("v1");

        SyncReport first = run(APP);
        assertThat(tag(first, "v1").state()).isEqualTo(TagState.TARGET_ONLY);
        later(Duration.ofHours(23));
        assertThat(run(APP).deleted()).isEmpty();
        later(Duration.ofHours(1));
        SyncReport last = run(APP);

        assertThat(last.deleted()).extracting(TagReport::name).containsExactly("v1");
        assertThat(last.deleted().getFirst().action().why()).contains("the source does not have it since");
        assertTarget("keep", "v2");
        assertThat(Mirror.names(last)).as("nothing is left to say of it").containsExactly("keep", "v2");
        assertThat(last.isInSync()).isTrue();
    }

    @Test
    void whatTheRulesNoLongerChooseGoes() {
        run(FILTERED);
        later(Duration.ofDays(1));

        assertThat(run(FILTERED).deleted()).extracting(TagReport::name).containsExactly("keep");
        assertTarget("v1", "v2");
    }

    @Test
    void aTagThatCameBackBeginsAnew() {
        Digest before = source.tagged("v1");
        source.remove("v1");
        run(APP);
        source.put("v1", descriptor(before));
        run(APP);
        source.remove("v1");
        later(Duration.ofDays(1));

        assertThat(run(APP).deleted()).isEmpty();
        assertTarget("keep", "v1", "v2");
    }

    @Test
    void whatTheSourceHasAgainStays() {
        Digest before = source.tagged("v1");
        age("v1");
        onListing(2, () -> source.put("v1", descriptor(before)));

        SyncReport report = run(APP);

        assertThat(report.deleted()).isEmpty();
        assertThat(tag(report, "v1").action().why()).isEqualTo("the source has it again");
    }

    @Test
    void aSourceThatDoesNotAnswerForTheTagKeepsIt() {
        age("v1");
        onListing(2, () -> source.hook(MemoryContent.Hook.failing(FailureKind.UNREACHABLE, Call.RESOLVE, "v1")));

        SyncReport report = run(APP);

        assertThat(report.deleted()).isEmpty();
        assertThat(pruneFailure(report)).isEqualTo(FailureKind.UNREACHABLE);
        assertThat(report.isInSync())
                .as("nothing that is mirrored depends on it")
                .isTrue();
    }

    @Test
    void aListingThatFailsKeepsAll() {
        age("v1");
        target.hook(MemoryContent.Hook.failing(FailureKind.UNREACHABLE, Call.TAGS, ""));
        SyncReport failed = run(APP);
        target.hook(new MemoryContent.Hook() {});

        assertThat(failed.deleted()).isEmpty();
        assertTarget("keep", "v1", "v2");
        assertThat(tag(failed, "v1").since())
                .as("since when it is gone is not forgotten")
                .isNotNull();
    }

    @Test
    void aSourceRepositoryThatIsGoneKeepsAll() {
        age("v1");
        source.missing();

        assertThat(run(APP).deleted()).isEmpty();
        assertTarget("keep", "v1", "v2");
    }

    @Test
    void anEmptyListingKeepsAll() {
        source.remove("keep");
        source.remove("v1");
        source.remove("v2");
        run(APP);
        later(Duration.ofDays(1));

        assertThat(run(APP).deleted()).isEmpty();
        assertTarget("keep", "v1", "v2");
    }

    /// A filter with a slip in it.
    @Test
    void rulesThatChooseNothingKeepAll() {
        run(APP + "~/^x/=v1");
        later(Duration.ofDays(1));

        assertThat(run(APP + "~/^x/=v1").deleted()).isEmpty();
        assertTarget("keep", "v1", "v2");
    }

    /// A listing is no proof: the tag itself is asked for.
    @Test
    void aTagThatTheListingHidesStays() {
        source.hide("v1");
        run(APP);
        later(Duration.ofDays(1));

        assertThat(run(APP).deleted()).isEmpty();
        assertTarget("keep", "v1", "v2");
    }

    @Test
    void childrenOfAnIndexAreLeftToTheRegistry() {
        target.deleting(Deleting.DIGESTS);
        Descriptor child = source.addImage("child");
        Digest index = source.put("multi", source.addIndex(child));
        run(APP);
        age("multi");

        assertThat(run(APP).deleted()).hasSize(1);
        assertThat(target.isWhole(index)).isFalse();
        assertThat(target.isWhole(child.digest())).isTrue();
    }

    @Test
    void sourcesThatNameTheirTagsAreNotPruned() {
        source.remove("v1");
        run(APP + "=v1,v2");
        later(Duration.ofDays(1));

        assertThat(run(APP + "=v1,v2").deleted()).isEmpty();
        assertThat(run(APP + ":v2").deleted()).isEmpty();
        assertTarget("keep", "v1", "v2");
    }

    @Test
    void anAssumedTagThatTheSourceLostStays() {
        source.remove("v1");
        run(APP + "~/^v/=v1");
        later(Duration.ofDays(1));

        assertThat(run(APP + "~/^v/=v1").deleted()).extracting(TagReport::name).containsExactly("keep");
        assertTarget("v1", "v2");
    }

    @Test
    void withoutAFreshLeaseNothingGoes() {
        age("v1");
        mirror.lease = () -> false;

        assertThat(run(APP).deleted()).isEmpty();
        assertTarget("keep", "v1", "v2");
    }

    @Test
    void aRetryDeletesNothing() {
        age("v1");
        source.hook(MemoryContent.Hook.failing(FailureKind.UNREACHABLE, Call.RESOLVE, "v2"));
        mirror.rules = mirror.rules.pruning(PruneRules.KEEP);
        SyncReport failed = run(APP);
        source.hook(new MemoryContent.Hook() {});
        rules(PruneRules.Policy.DELETE, PruneRules.Cause.GONE);

        SyncReport retried = mirror.runner(mirror.request(APP).retrying(failed)).run();

        assertThat(retried.isInSync()).isTrue();
        assertThat(retried.deleted()).isEmpty();
    }

    @Test
    void anotherReasonBeginsAnew() {
        rules(PruneRules.Policy.DELETE, PruneRules.Cause.DESELECTED);
        age("v1");
        assertThat(run(APP).deleted()).isEmpty();

        assertThat(run(APP + "~/^(v2|keep)$/").deleted()).isEmpty();
        later(Duration.ofDays(1));
        assertThat(run(APP + "~/^(v2|keep)$/").deleted())
                .extracting(TagReport::name)
                .containsExactly("v1");
    }
}
