package dev.imagemirror.copy;

import static dev.imagemirror.content.MemoryContent.Call.FETCH;
import static dev.imagemirror.content.MemoryContent.Call.REFERRERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.MemoryContent.Entry;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MediaType;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is too much, goes in circles, is broken or ends in the middle.
class ReferrerBoundsTest extends ReferrerScene {
    @Test
    void thoseOfReferrersComeToTheDepthLimit() {
        source.put("1", image);
        Descriptor last = chain(ReferrerWalk.MAX_DEPTH);

        assertThat(copied(copier(listed()))).isEqualTo(new ReferrerResult.Done());

        assertThat(target.isWhole(last.digest())).isTrue();
    }

    @Test
    void deeperOnesAreTold() {
        Digest written = source.put("1", image);
        chain(ReferrerWalk.MAX_DEPTH + 1);

        Failure failure = failure(copied(copier(listed())));

        assertThat(failure.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
        assertThat(failure.detail()).contains("deeper than 4; remove some of its referrers");
        assertThat(target.tagged("1")).isEqualTo(written);
    }

    @Test
    void moreThanTheLimitAreNotBrought() {
        source.put("1", image);
        for (int i = 0; i < ReferrerWalk.MAX_MANIFESTS; i++) {
            Digest digest = Digest.of(new byte[] {(byte) i, (byte) (i >> 8)});
            source.claimReferrer(image.digest(), new Descriptor(MediaType.OCI_MANIFEST, digest, 10));
        }

        Failure failure = failure(copied(copier(listed())));

        assertThat(failure.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
        assertThat(failure.detail()).contains("more than 2000 manifests; remove some of its referrers");
        assertThat(source.count(FETCH)).isEqualTo(1);
    }

    @Test
    void circlesEnd() {
        source.put("1", image);
        Descriptor signature = source.addReferrer(image, "signature");
        source.claimReferrer(signature.digest(), image);
        source.claimReferrer(signature.digest(), signature);

        assertThat(copied(copier(listed()))).isEqualTo(new ReferrerResult.Done());
        assertThat(source.count(REFERRERS)).isEqualTo(2);
    }

    @Test
    void aLookThatFailsLeavesTheImageWhole() {
        Digest written = source.put("1", image);
        source.hook(MemoryContent.Hook.failing(
                FailureKind.UNREACHABLE, REFERRERS, image.digest().text()));

        assertThat(failure(copied(copier(listed()))).kind()).isEqualTo(FailureKind.UNREACHABLE);
        assertThat(target.tagged("1")).isEqualTo(written);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNREACHABLE", "DENIED"})
    void whoseLookFailedMayLookAgain(FailureKind kind) {
        source.put("1", image);
        source.put("2", image);
        Descriptor signature = source.addReferrer(image, "signature");
        source.hook(MemoryContent.Hook.failing(kind, REFERRERS, image.digest().text()));
        ImageCopier copier = copier(listed());
        failure(copied(copier));
        source.hook(new MemoryContent.Hook() {});

        assertThat(copied(copier, "2")).isEqualTo(new ReferrerResult.Done());
        assertThat(referrers(image)).containsExactly(signature.digest());
    }

    @Test
    void aBrokenOneHoldsUpOnlyItself() {
        source.put("1", image);
        List<Descriptor> all = IntStream.range(0, 3)
                .mapToObj(i -> source.addReferrer(image, "signature " + i))
                .toList();
        source.hook(MemoryContent.Hook.failing(
                FailureKind.UNSUPPORTED_MANIFEST, FETCH, all.get(1).digest().text()));

        assertThat(failure(copied(copier(listed()))).kind()).isEqualTo(FailureKind.UNSUPPORTED_MANIFEST);
        assertThat(referrers(image))
                .containsExactlyInAnyOrder(all.get(0).digest(), all.get(2).digest());
    }

    @Test
    void anEntryOfTheListWhoseManifestIsGoneIsNone() {
        source.put("1", image);
        Descriptor gone = source.addReferrer(image, "gone");
        source.claimReferrer(image.digest(), gone);
        source.removeManifest(gone.digest());
        Descriptor signature = source.addReferrer(image, "signature");

        assertThat(copied(copier(listed()))).isEqualTo(new ReferrerResult.Done());
        assertThat(referrers(image)).containsExactly(signature.digest());
    }

    @Test
    void aCancelledWalkIsNoFailureOfTheReferrers() {
        source.put("1", image);
        source.addReferrer(image, "signature");
        Attempt attempt = new Attempt(WriteLease.ALWAYS);
        Failure why = Failure.of(FailureKind.CANCELLED, Side.TARGET, "", "go on", "the test ends it");
        source.hook(new MemoryContent.Hook() {
            @Override
            public void before(Entry entry) {
                if (entry.call() == REFERRERS) {
                    attempt.cancel(why);
                }
            }
        });

        assertThatThrownBy(() -> attempt.run(() -> copier(listed()).bringReferrers(image, attempt)))
                .hasMessage(why.toString());
        assertThat(referrers(image)).isEmpty();
    }

    @Test
    void withoutTheLeaseNoListOfReferrersIsWritten() {
        source.addReferrer(image, "signature");
        target.addImage("image");
        Attempt attempt = new Attempt(() -> false);

        ReferrerResult result = attempt.run(() -> copier(listed()).bringReferrers(image, attempt));

        assertThat(failure(result).detail()).contains("lease");
        assertThat(referrers(image)).isEmpty();
    }

    /// Each refers to the one before.
    private Descriptor chain(int length) {
        Descriptor last = image;
        for (int i = 0; i < length; i++) {
            last = source.addReferrer(last, "level " + i);
        }
        return last;
    }
}
