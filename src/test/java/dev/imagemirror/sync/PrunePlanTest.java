package dev.imagemirror.sync;

import static dev.imagemirror.sync.Mirror.tag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.MemoryContent.Call;
import dev.imagemirror.content.MemoryContent.Deleting;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What prune may delete by its fields, what it shows of that, and how much needs an approval.
class PrunePlanTest extends PruneScene {
    private static final String FILTERED = "from.example/app~/^v/";

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
}
