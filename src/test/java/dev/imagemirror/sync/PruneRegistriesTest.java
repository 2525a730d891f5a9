package dev.imagemirror.sync;

import static dev.imagemirror.sync.Mirror.tag;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.MemoryContent.Call;
import dev.imagemirror.content.MemoryContent.Deleting;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Tag;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How registries delete, and what they take along.
class PruneRegistriesTest extends PruneScene {
    @Test
    void aTagOfSharedContentGoesByItsNameAlone() {
        Digest shared = target.tagged("v1");
        source.put("same", descriptor(shared));
        run(APP);
        age("v1");

        assertThat(run(APP).deleted()).hasSize(1);
        assertThat(target.tagged("same")).isEqualTo(shared);
        assertThat(target.isWhole(shared)).isTrue();
    }

    @Test
    void byDigestOnlyWhatNothingElseNames() {
        target.deleting(Deleting.DIGESTS);
        target.put("foreign", descriptor(target.tagged("v1")));
        source.remove("v1");
        age("v2");

        SyncReport report = run(APP);

        assertThat(report.deleted()).extracting(TagReport::name).containsExactly("v2");
        assertThat(tag(report, "v1").action().why()).contains("the tag foreign names it too");
        assertTarget("foreign", "keep", "v1");
    }

    @Test
    void allTagsOfOneContentGoAtOnce() {
        target.deleting(Deleting.DIGESTS);
        source.put("same", descriptor(source.tagged("v1")));
        run(APP);
        source.remove("same");
        age("v1");

        assertThat(run(APP).deleted()).extracting(TagReport::name).containsExactly("same", "v1");
        assertTarget("keep", "v2");
    }

    @Test
    void byDigestNothingThatAnIndexHolds() {
        target.deleting(Deleting.DIGESTS);
        target.put("multi", target.addIndex(target.addIndex(descriptor(target.tagged("v1")))));
        age("v1");

        SyncReport report = run(APP);

        assertThat(report.deleted()).isEmpty();
        assertThat(tag(report, "v1").action().why()).contains("the index of tag multi holds it");
    }

    @Test
    void byDigestNothingThatBelongsToSomethingElse() {
        Descriptor signed = descriptor(source.tagged("keep"));
        source.put("signature", source.addReferrer(signed, "a signature"));
        run(APP);
        target.deleting(Deleting.DIGESTS);
        age("signature");

        SyncReport report = run(APP);

        assertThat(report.deleted()).isEmpty();
        assertThat(tag(report, "signature").action().why()).contains("it belongs to");
    }

    /// What is there before its tag has nothing that shows that it is needed.
    @Test
    void byDigestNothingWhereAnotherMirrorWrites() {
        target.deleting(Deleting.DIGESTS);
        mirror.neighbours =
                List.of(SyncSource.of(RepositorySpecification.parse("other.example/app:x"), Mirror.MAPPING));
        age("v1");

        SyncReport report = run(APP);

        assertThat(report.deleted()).isEmpty();
        assertThat(tag(report, "v1").action().why()).contains("another mirror writes to this repository");
    }

    @Test
    void ownReferrersGoWithTheirSubject() {
        target.deleting(Deleting.DIGESTS);
        Digest subject = target.tagged("v1");
        Descriptor sbom = target.addReferrer(descriptor(subject), "sbom");
        Descriptor signature = target.addReferrer(sbom, "signature of the sbom");
        Descriptor cosign = target.addImage("cosign");
        target.put(Tag.ofAttachments(subject).getFirst().text(), cosign);
        age("v1");

        assertThat(run(APP).deleted()).hasSize(1);
        assertTarget("keep", "v2");
        for (Digest digest : List.of(subject, sbom.digest(), signature.digest(), cosign.digest())) {
            assertThat(target.isWhole(digest)).isFalse();
        }
    }

    @Test
    void aTaggedReferrerNeedsItsSubject() {
        target.deleting(Deleting.DIGESTS);
        Descriptor sbom = target.addReferrer(descriptor(target.tagged("v1")), "sbom");
        target.put("sbom", sbom);
        age("v1");

        SyncReport report = run(APP);

        assertThat(report.deleted()).isEmpty();
        assertThat(tag(report, "v1").action().why()).contains("the tag sbom refers to it");
    }

    @Test
    void tagsOfCosignGoByTheirNames() {
        String name = Tag.ofAttachments(target.tagged("v1")).getFirst().text();
        target.put(name, target.addImage("cosign"));
        source.put("same", descriptor(source.tagged("v1")));
        run(APP);
        source.remove("same");
        age("v1");
        source.put("same", descriptor(target.tagged("v1")));
        run(APP);

        assertThat(target.tagged()).as("another tag needs it").containsKey(Tag.parse(name));
        age("same");
        run(APP);
        assertTarget("keep", "v2");
    }

    @Test
    void oneRepositorySaysNothingOfAnother() {
        age("v1");
        run(APP);
        source.remove("v2");
        age("keep");
        source.put("v3", source.addImage("v3"));
        target.deleting(Deleting.NOTHING);

        SyncReport report = run(APP);

        assertThat(report.deleted()).isEmpty();
        assertThat(pruneFailure(report)).isEqualTo(FailureKind.PRUNE_UNSUPPORTED);
        assertThat(Mirror.names(report)).contains("keep", "v2");
    }

    /// Some say that a tag is not there when they take its name for a digest.
    @Test
    void aTagThatIsThereAfterAllWasNotDeleted() {
        target.deleting(Deleting.DENIES);
        age("v1");

        SyncReport report = run(APP);

        assertThat(report.deleted()).isEmpty();
        assertTarget("keep", "v1", "v2");
    }

    @Test
    void aDeletionWhoseAnswerIsLostIsTold() {
        age("v1");
        target.hook(new MemoryContent.Hook() {
            @Override
            public void after(MemoryContent.Entry entry) {
                if (entry.call() == Call.DELETE) {
                    throw new ContentException(
                            Failure.of(FailureKind.UNREACHABLE, Side.TARGET, "memory", "go on", "as the test wants"));
                }
            }
        });

        assertThat(run(APP).deleted()).extracting(TagReport::name).containsExactly("v1");
    }

    @Test
    void aProtectedSignatureStays() {
        String name = Tag.ofAttachments(target.tagged("v1")).getFirst().text();
        prune(prune -> new PruneRules(
                prune.policy(), prune.when(), prune.after(), false, List.of(Pattern.compile("sig$")), 50));
        target.put(name, target.addImage("cosign"));
        age("v1");

        assertThat(run(APP).deleted()).hasSize(1);
        assertThat(target.tagged()).containsKey(Tag.parse(name));
    }

    /// The look after the first deletion fails, and the others are written again all the same.
    @Test
    void whatMayHaveGoneAlongIsWrittenAgain() {
        target.deleting(Deleting.CONTENT_WITH_TAGS);
        Digest shared = target.tagged("v1");
        target.put("foreign", descriptor(shared));
        age("v1");
        target.hook(new MemoryContent.Hook() {
            @Override
            public void before(MemoryContent.Entry entry) {
                if (entry.call() == Call.RESOLVE
                        && entry.what().equals(shared.text())
                        && target.count(Call.DELETE) == 1) {
                    throw new ContentException(
                            Failure.of(FailureKind.UNREACHABLE, Side.TARGET, "memory", "go on", "as the test wants"));
                }
            }
        });

        SyncReport report = run(APP);

        assertThat(report.deleted()).extracting(TagReport::name).containsExactly("v1");
        assertThat(target.tagged("foreign")).isEqualTo(shared);
        assertThat(target.isWhole(shared)).isTrue();
    }

    /// Its child goes with its only tag, and the index would be broken.
    @Test
    void whereContentGoesWithATagAnIndexStaysWhole() {
        target.deleting(Deleting.CONTENT_WITH_TAGS);
        Digest index = target.put("multi", target.addIndex(descriptor(target.tagged("v1"))));
        age("v1");

        run(APP);

        assertThat(target.isWhole(index)).isTrue();
    }

    /// It is seen only when it has happened, and undone.
    @Test
    void whereContentGoesWithATagTheOthersAreWrittenAgain() {
        target.deleting(Deleting.CONTENT_WITH_TAGS);
        Digest shared = target.tagged("v1");
        source.put("same", descriptor(shared));
        run(APP);
        source.remove("v2");
        age("v1");

        assertThat(run(APP).deleted()).extracting(TagReport::name).contains("v1");
        assertThat(target.tagged("same")).isEqualTo(shared);
        assertThat(target.isWhole(shared)).isTrue();
        age("same");
        source.put("v1", descriptor(shared));
        run(APP);
        assertThat(target.tagged("v1")).isEqualTo(shared);
    }

    @Test
    void aRegistryThatRefusesIsNotAskedAtEveryRun() {
        target.deleting(Deleting.NOTHING);
        age("v1");

        assertThat(pruneFailure(run(APP))).isEqualTo(FailureKind.PRUNE_UNSUPPORTED);
        int asked = target.count(Call.DELETE);
        assertThat(pruneFailure(run(APP))).isEqualTo(FailureKind.PRUNE_UNSUPPORTED);
        assertThat(target.count(Call.DELETE)).isEqualTo(asked);
        later(Duration.ofHours(25));
        target.deleting(Deleting.TAGS);
        assertThat(run(APP).deleted()).hasSize(1);
    }

    @Test
    void aDeletionThatHasNoEffectIsTold() {
        target.deleting(Deleting.NOT_REALLY);
        age("v1");

        assertThat(pruneFailure(run(APP))).isEqualTo(FailureKind.PRUNE_INEFFECTIVE);
        assertTarget("keep", "v1", "v2");
    }

    @Test
    void whatWasDeletedBeforeAFaultIsTold() {
        source.put("same", descriptor(source.tagged("v1")));
        run(APP);
        source.remove("same");
        age("v1");
        target.hook(MemoryContent.Hook.failing(FailureKind.UNREACHABLE, Call.DELETE, "v1"));

        SyncReport report = run(APP);

        assertThat(report.deleted()).extracting(TagReport::name).containsExactly("same");
        assertThat(pruneFailure(report)).isEqualTo(FailureKind.UNREACHABLE);
        assertThat(tag(report, "v1").state()).isEqualTo(TagState.TARGET_ONLY);
    }
}
