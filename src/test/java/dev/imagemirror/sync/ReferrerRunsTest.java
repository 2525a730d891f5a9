package dev.imagemirror.sync;

import static dev.imagemirror.sync.Mirror.names;
import static dev.imagemirror.sync.Mirror.tag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.MemoryContent.Call;
import dev.imagemirror.copy.PlatformSubset;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// When a run looks for what refers to an image, and what it says of it.
class ReferrerRunsTest extends MirrorScene {
    private static final Duration DAY = Duration.ofHours(24);

    private final Descriptor image = source.addImage("one");
    private final InstantSource clock = () -> mirror.now;

    @BeforeEach
    void remember() {
        source.put("1", image);
        mirror.searches = new ReferrerSearches(clock.withZone(ZoneOffset.UTC));
    }

    @Test
    void whatWasSignedLaterComesADayLater() {
        mirror.run(APP);
        source.addReferrer(image, "signature");
        source.forgetCalls();
        mirror.now = Mirror.NOW.plus(DAY).minusSeconds(1);
        mirror.run(APP);
        assertThat(source.count(Call.REFERRERS)).isZero();

        mirror.now = Mirror.NOW.plus(DAY);
        SyncReport report = mirror.run(APP);

        assertThat(target.referrers(image.digest())).hasSize(1);
        assertThat(report.copiedTags()).isZero();
        assertThat(tag(report, "1").state()).isEqualTo(TagState.PRESENT);
    }

    @Test
    void whoForgotLooksAtOnce() {
        mirror.run(APP);
        source.addReferrer(image, "signature");
        searches().forgetAll();

        mirror.run(APP);

        assertThat(target.referrers(image.digest())).hasSize(1);
    }

    @Test
    void whoRemembersNothingLooksWhereItWrites() {
        mirror.searches = null;
        source.addReferrer(image, "signature");
        mirror.run(APP);
        assertThat(target.referrers(image.digest())).hasSize(1);
        source.forgetCalls();

        mirror.run(APP);

        assertThat(source.count(Call.REFERRERS)).isZero();
    }

    @Test
    void aSignatureIsNoTagOfItsOwn() {
        String name = "sha256-" + image.digest().hex() + ".sig";
        Digest signature = source.put(name, source.addImage("signature"));

        assertThat(names(mirror.run(APP))).containsExactly("1");
        assertThat(target.tagged(name)).isEqualTo(signature);
        assertThat(names(mirror.run(APP))).containsExactly("1");
    }

    @Test
    void aSourceWithoutThemBringsNone() {
        source.put("sha256-" + image.digest().hex() + ".sig", source.addImage("signature"));
        source.addReferrer(image, "signature");
        SyncRequest all = mirror.request(APP);
        SyncRequest alone = SyncRequest.of(
                all.sources().stream()
                        .map(from -> from.specification().with(new CopyOptions(new PlatformSubset.Whole(), false)))
                        .toList(),
                Mirror.MAPPING,
                all.concurrency(),
                all.imageTimeout());

        mirror.runner(alone).run();
        mirror.runner(alone).run();

        assertThat(source.count(Call.REFERRERS)).isZero();
        assertThat(target.tagged()).hasSize(1);
    }

    @Test
    void aDryRunDoesNotLook() {
        target.put("1", target.addImage("one"));
        source.addReferrer(image, "signature");
        mirror.dryRun = true;

        mirror.run(APP);

        assertThat(source.count(Call.REFERRERS)).isZero();
    }

    @Test
    void aLookThatFailedIsTheTagsReasonUntilItIsDone() {
        source.addReferrer(image, "signature");
        failLooks();
        SyncRequest request = mirror.request(APP);

        SyncReport first = mirror.runner(request).run();

        TagReport tag = tag(first, "1");
        assertThat(tag.state()).isEqualTo(TagState.PRESENT);
        assertThat(tag.written()).isTrue();
        assertThat(tag.isPending()).isFalse();
        assertThat(first.failures()).extracting(Failure::kind).containsExactly(FailureKind.UNREACHABLE);
        assertThat(tag(mirror.run(APP), "1").failure()).isNotNull();
        source.hook(new MemoryContent.Hook() {});
        SyncReport second = mirror.runner(request.retrying(first)).run();
        assertThat(second.isInSync()).isTrue();
        assertThat(target.referrers(image.digest())).hasSize(1);
    }

    @Test
    void oneOfManyTagsOfAnImageLooks() {
        List.of("2", "3", "4").forEach(name -> source.put(name, image));
        mirror.run(APP);
        assertThat(source.count(Call.REFERRERS)).isEqualTo(1);
        searches().forgetAll();

        mirror.run(APP);

        assertThat(source.count(Call.REFERRERS)).isEqualTo(2);
        mirror.run(APP);
        assertThat(source.count(Call.REFERRERS)).isEqualTo(2);
    }

    @Test
    void whatIsDueIsForgotten() {
        Instant begin = mirror.now;
        MirroredImage one = new MirroredImage(source.repository(), target.repository(), image.digest());
        searches().note(one);
        searches().forgetDue();
        assertThat(searches().isDue(one)).isFalse();

        mirror.now = begin.plus(DAY);
        searches().forgetDue();
        mirror.now = begin;

        assertThat(searches().isDue(one)).isTrue();
    }

    private ReferrerSearches searches() {
        return Objects.requireNonNull(mirror.searches);
    }

    private void failLooks() {
        source.hook(MemoryContent.Hook.failing(FailureKind.UNREACHABLE, Call.REFERRERS, ""));
    }
}
