package dev.imagemirror.copy;

import static dev.imagemirror.content.MemoryContent.Call.FETCH;
import static dev.imagemirror.content.MemoryContent.Call.PUSH_MANIFEST;
import static dev.imagemirror.content.MemoryContent.Call.REFERRERS;
import static dev.imagemirror.content.MemoryContent.Call.RESOLVE;
import static dev.imagemirror.content.MemoryContent.Call.TAG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.MemoryContent.Call;
import dev.imagemirror.content.MemoryContent.Entry;
import dev.imagemirror.oci.Descriptor;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Signatures and the like follow the image that they refer to.
class ReferrerCopiesTest extends ReferrerScene {
    @Test
    void theyComeAfterTheImageAndBeforeItsTag() {
        source.put("1", image);
        Descriptor signature = source.addReferrer(image, "signature");

        assertThat(copied(copier(ReferrerScope.ALL))).isEqualTo(new ReferrerResult.Done());

        assertThat(target.calls())
                .filteredOn(entry -> entry.call() == PUSH_MANIFEST || entry.call() == TAG)
                .containsExactly(
                        new Entry(PUSH_MANIFEST, image.digest().text()),
                        new Entry(PUSH_MANIFEST, signature.digest().text()),
                        new Entry(TAG, "1"));
        assertThat(referrers(image)).containsExactly(signature.digest());
    }

    /// One question for each, and the tag is written without its digest before.
    @Test
    void anImageThatNothingRefersToCostsALookAlone() {
        source.put("1", image);

        copied(copier(listed()));

        assertThat(calls(source)).filteredOn(call -> call != Call.OPEN).containsExactly(FETCH, REFERRERS);
        assertThat(target.count(PUSH_MANIFEST) + target.count(REFERRERS) + target.count(RESOLVE))
                .isZero();
    }

    @Test
    void whereNothingWasListedEachTagOfCosignIsAskedFor() {
        source.put("1", image);
        copied(copier(ReferrerScope.ALL));
        assertThat(source.count(RESOLVE)).isEqualTo(3);
        assertThat(target.count(RESOLVE)).isZero();
    }

    @Test
    void thoseOfEveryManifestOfAnIndexCome() {
        Descriptor other = source.addImage("other");
        Descriptor inner = source.addIndex(other);
        Descriptor index = source.addIndex(image, inner);
        source.put("1", index);
        List<Descriptor> subjects = List.of(image, other, inner, index);
        subjects.forEach(subject -> source.addReferrer(subject, "of " + subject.digest()));

        copied(copier(listed()));

        assertThat(subjects)
                .allSatisfy(subject -> assertThat(referrers(subject)).hasSize(1));
        assertThat(source.count(REFERRERS)).isEqualTo(2 * subjects.size());
    }

    @Test
    void anotherTagOfTheSameImageAsksNothing() {
        source.put("1", image);
        source.put("2", image);
        ImageCopier copier = copier(listed());
        copied(copier);
        assertThat(copied(copier, "2")).isEqualTo(new ReferrerResult.Left());
        assertThat(source.count(REFERRERS)).isEqualTo(1);
    }

    @Test
    void anotherTagBringsThemWhenTheImageFailed() {
        source.put("1", image);
        source.put("2", image);
        Descriptor signature = source.addReferrer(image, "signature");
        ImageCopier copier = copier(listed());
        target.hook(MemoryContent.Hook.failing(FailureKind.UNREACHABLE, PUSH_MANIFEST, ""));
        assertThatThrownBy(() -> copied(copier)).isInstanceOf(ContentException.class);
        target.hook(new MemoryContent.Hook() {});

        assertThat(copied(copier, "2")).isEqualTo(new ReferrerResult.Done());
        assertThat(referrers(image)).containsExactly(signature.digest());
    }

    @Test
    void whatTheTargetListsIsNotBroughtAgain() {
        source.put("1", image);
        source.addReferrer(image, "old");
        copied(copier(listed()));
        Descriptor added = source.addReferrer(image, "new");
        source.forgetCalls();
        target.forgetCalls();

        assertThat(followed(listed())).isEqualTo(new ReferrerResult.Done());

        assertThat(source.calls())
                .filteredOn(entry -> entry.call() == FETCH)
                .containsExactly(new Entry(FETCH, added.digest().text()));
        assertThat(referrers(image)).hasSize(2);
        assertThat(target.count(TAG)).isZero();
    }

    @Test
    void anUnchangedIndexIsReadAtTheTarget() {
        Descriptor index = source.addIndex(image);
        source.put("1", index);
        copied(copier(listed()));
        Descriptor signature = source.addReferrer(image, "signature");
        source.forgetCalls();

        ImageCopier copier = copier(listed());
        Attempt attempt = new Attempt(WriteLease.ALWAYS);
        attempt.run(() -> copier.bringReferrers(index, attempt));

        assertThat(source.calls())
                .filteredOn(entry -> entry.call() == FETCH)
                .containsExactly(new Entry(FETCH, signature.digest().text()));
        assertThat(referrers(image)).hasSize(1);
    }

    private static List<Call> calls(MemoryContent content) {
        return content.calls().stream().map(Entry::call).toList();
    }
}
