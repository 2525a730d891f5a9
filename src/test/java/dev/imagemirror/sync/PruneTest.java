package dev.imagemirror.sync;

import static dev.imagemirror.sync.Mirror.tag;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.MemoryContent.Call;
import dev.imagemirror.content.MemoryContent.Deleting;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A test for each sentence that says when a tag is deleted, and when not.
class PruneTest extends PruneScene {
    private static final String FILTERED = "from.example/app~/^v/";

    // What goes

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

    // What does not

    @Test
    void keepDeletesNothingAndAsksNothing() {
        mirror.rules = mirror.rules.pruning(PruneRules.KEEP);
        age("v1");
        target.forgetCalls();

        assertThat(run(APP).deleted()).isEmpty();
        assertThat(target.count(Call.DELETE)).isZero();
        assertThat(target.count(Call.RESOLVE)).as("of v1 nobody wants to know").isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(PruneRules.Cause.class)
    void onlyWhatWhenNames(PruneRules.Cause cause) {
        rules(PruneRules.Policy.DELETE, cause);
        source.remove("v1");
        run(FILTERED);
        later(Duration.ofDays(1));

        assertThat(run(FILTERED).deleted())
                .extracting(TagReport::name)
                .containsExactly(cause == PruneRules.Cause.GONE ? "v1" : "keep");
    }

    @Test
    void whatThisMirrorDidNotWriteStays() {
        target.put("old", target.addImage("somebody's"));
        run(APP);
        later(Duration.ofDays(1));

        SyncReport report = run(APP);

        assertThat(report.deleted()).isEmpty();
        assertThat(tag(report, "old").state()).isEqualTo(TagState.TARGET_ONLY);
    }

    @Test
    void adoptTakesItAsWritten() {
        prune(prune -> new PruneRules(prune.policy(), prune.when(), prune.after(), true, prune.protect(), 50));
        target.put("old", target.addImage("somebody's"));
        run(APP);
        later(Duration.ofDays(1));

        assertThat(run(APP).deleted()).extracting(TagReport::name).containsExactly("old");
    }

    @Test
    void adoptLooksWhatItIsAndBeginsAnewWhenThatChanges() {
        prune(prune -> new PruneRules(prune.policy(), prune.when(), prune.after(), true, prune.protect(), 50));
        Digest first = target.put("old", target.addImage("somebody's"));
        assertThat(tag(run(APP), "old").targetDigest()).isEqualTo(first);
        later(Duration.ofDays(1));
        target.put("old", target.addImage("another"));

        assertThat(run(APP).deleted()).isEmpty();
        later(Duration.ofDays(1));
        assertThat(run(APP).deleted()).extracting(TagReport::name).containsExactly("old");
    }

    @Test
    void whatSomebodyWroteMeanwhileStays() {
        age("v1");
        target.put("v1", target.addImage("another"));

        assertThat(run(APP).deleted()).isEmpty();
        assertTarget("keep", "v1", "v2");
    }

    /// Between the first look and the last one.
    @Test
    void whatIsWrittenBetweenPlanAndDeletionStays() {
        age("v1");
        onListing(2, () -> target.put("v1", target.addImage("another")));

        SyncReport report = run(APP);

        assertThat(report.deleted()).isEmpty();
        assertThat(tag(report, "v1").action().why()).contains("somebody wrote");
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
    void aProtectedTagAndWhatSharesItsContentStay() {
        prune(prune -> new PruneRules(
                prune.policy(), prune.when(), prune.after(), true, List.of(Pattern.compile("^prod-")), 50));
        target.put("prod-1", descriptor(target.tagged("v1")));
        age("v1");

        SyncReport report = run(APP);

        assertThat(report.deleted()).isEmpty();
        assertThat(tag(report, "v1").action().why()).contains("prod-1");
        assertTarget("keep", "prod-1", "v1", "v2");
    }

    @Test
    void aTagThatBecomesProtectedBetweenPlanAndDeletionStays() {
        prune(prune -> new PruneRules(
                prune.policy(), prune.when(), prune.after(), false, List.of(Pattern.compile("^prod-")), 50));
        age("v1");
        onListing(3, () -> target.put("prod-1", descriptor(target.tagged("v1"))));

        assertThat(run(APP).deleted()).isEmpty();
        assertTarget("keep", "prod-1", "v1", "v2");
    }

    @Test
    void whatAnotherMirrorChoosesStays() {
        age("v1");
        onListing(2, () -> mirror.neighbours = List.of(Mirror.source("from.example/app~/^v1$/")));

        SyncReport report = run(APP);

        assertThat(report.deleted())
                .as("its own repository has just answered 404")
                .hasSize(1);
    }

    @Test
    void whatAnotherRepositoryGoesToStays() {
        age("v1");
        onListing(
                2,
                () -> mirror.neighbours =
                        List.of(SyncSource.of(RepositorySpecification.parse("other.example/app:v1"), Mirror.MAPPING)));

        SyncReport report = run(APP);

        assertThat(report.deleted()).isEmpty();
        assertThat(tag(report, "v1").action().why()).isEqualTo("another source or mirror chooses it");
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

    /// What a removed source leaves behind is not looked at any more.
    @Test
    void whatAnotherSourceWroteIsNotThisOnesToDelete() {
        MemoryContent other = mirror.from("other.example/app");
        other.put("v9", other.addImage("v9"));
        run("other.example/app");
        later(Duration.ofDays(1));
        run("other.example/app");
        later(Duration.ofDays(1));

        assertThat(run("other.example/app").deleted()).isEmpty();
        assertTarget("keep", "v1", "v2", "v9");
    }

    /// A template that is changed back and forth must not make tags of tags.
    @Test
    void whatAnotherTemplateWroteStays() {
        TargetMapping renaming = Mirror.MAPPING.with(Template.DEFAULT_PATH, new Template("{tag}-prd"));
        SyncSource before = SyncSource.of(RepositorySpecification.parse(APP), renaming);
        mirror.remember(mirror.runner(mirror.request(List.of(before))).run());
        assertTarget("keep", "keep-prd", "v1", "v1-prd", "v2", "v2-prd");
        run(APP);
        later(Duration.ofDays(1));
        run(APP);
        later(Duration.ofDays(1));

        assertThat(run(APP).deleted()).isEmpty();
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

    @Test
    void aFailedListingDoesNotBringAPlanBelowItsLimit() {
        MemoryContent other = mirror.from("from.example/lib");
        MemoryContent there = mirror.to("lib");
        there.deleting(Deleting.TAGS);
        other.put("x", other.addImage("x"));
        other.put("y", other.addImage("y"));
        runBoth();
        other.remove("x");
        source.remove("v1");
        runBoth();
        later(Duration.ofDays(1));
        prune(prune -> new PruneRules(prune.policy(), prune.when(), prune.after(), false, List.of(), 1));
        assertThat(runBoth().deleted()).isEmpty();
        other.hook(MemoryContent.Hook.failing(FailureKind.UNREACHABLE, Call.TAGS, ""));

        assertThat(runBoth().deleted()).isEmpty();
    }

    private SyncReport runBoth() {
        SyncReport report = mirror.run(APP, "from.example/lib");
        mirror.remember(report);
        return report;
    }

    // Plans

    @Test
    void reportAndDryRunShowWhatWouldGo() {
        age("v1");
        rules(PruneRules.Policy.REPORT, PruneRules.Cause.GONE);
        assertShown(run(APP));
        rules(PruneRules.Policy.DELETE, PruneRules.Cause.GONE);
        mirror.dryRun = true;
        assertShown(run(APP));
    }

    @Test
    void aDryRunShowsARefusalToo() {
        prune(prune -> new PruneRules(prune.policy(), prune.when(), prune.after(), false, List.of(), 0));
        age("v1");
        mirror.dryRun = true;

        assertThat(pruneFailure(run(APP))).isEqualTo(FailureKind.PRUNE_REFUSED);
    }

    private void assertShown(SyncReport report) {
        assertThat(report.deleted()).isEmpty();
        assertThat(tag(report, "v1").action()).isInstanceOf(Action.Delete.class);
        assertThat(target.count(Call.DELETE)).isZero();
    }

    @Test
    void moreThanMaxDeletesNeedsAnApprovalOfThatVeryPlan() {
        prune(prune -> new PruneRules(prune.policy(), prune.when(), prune.after(), false, List.of(), 1));
        source.remove("v1");
        age("v2");

        SyncReport refused = run(APP);
        assertThat(pruneFailure(refused)).isEqualTo(FailureKind.PRUNE_REFUSED);
        assertThat(tag(refused, "v1").action()).isInstanceOf(Action.Delete.class);
        assertTarget("keep", "v1", "v2");
        String detail =
                Objects.requireNonNull(refused.sources().getFirst().prune()).detail();
        source.remove("keep");
        source.put("v3", source.addImage("v3"));
        run(APP);
        later(Duration.ofDays(1));
        mirror.approval = detail.substring(detail.lastIndexOf(' ') + 1);
        assertThat(pruneFailure(run(APP))).as("it is another plan now").isEqualTo(FailureKind.PRUNE_REFUSED);
        source.put("keep", descriptor(target.tagged("keep")));

        assertThat(run(APP).deleted()).extracting(TagReport::name).containsExactly("v1", "v2");
        assertTarget("keep", "v3");
    }
}
