package dev.imagemirror.sync;

import static dev.imagemirror.sync.Mirror.tag;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.oci.Digest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Nothing goes that this very source did not write, or that somebody else wrote, chooses or protects.
class PruneClaimsTest extends PruneScene {
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
    void whatAnotherMirrorChoosesOfTheSameRepositoryGoesAllTheSame() {
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
}
