package dev.imagemirror.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.api.ConditionStatus;
import dev.imagemirror.api.ConditionType;
import dev.imagemirror.api.ImageMirrorStatus;
import dev.imagemirror.api.Reason;
import dev.imagemirror.api.TagAction;
import dev.imagemirror.api.TagState;
import dev.imagemirror.api.TagStatus;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestRegistry;
import dev.imagemirror.servers.OperatorProcess;
import dev.imagemirror.servers.TestCluster;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// What a status says: every state of a tag, dry runs, the cut to a budget, and what kubectl makes of it.
class StatusIT {
    /// The least that the setting takes.
    private static final int BUDGET = 16_384;

    private static final TestRegistry source = TestRegistry.start();
    private static final TestRegistry target = TestRegistry.start();

    private static Scene scene;
    private static OperatorProcess operator;

    /// Mirror, and repository on both sides.
    private String name = "";

    @BeforeAll
    static void start() {
        scene = new Scene();
        operator = OperatorProcess.start(scene.operator(
                        List.of(source.registry().name(), target.registry().name()))
                .with("IMAGEMIRROR_STATUS_BUDGET", Integer.toString(BUDGET)));
    }

    @AfterAll
    static void stop() {
        operator.close();
        scene.close();
        source.close();
        target.close();
    }

    @BeforeEach
    void name(TestInfo test) {
        name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    }

    @AfterEach
    void delete() {
        scene.mirror(name).delete();
    }

    @Test
    void everyState() {
        Digest present = source.addImage(name, "v1", "one");
        addBrokenImage("v2");
        addBrokenImage("v3");
        target.addImage("mirror/" + name, "v3", "another three");
        Digest old = target.addImage("mirror/" + name, "v9", "nine");
        scene.apply(name, spec(name + "~/^v/=ghost", ""));

        ImageMirrorStatus status = scene.awaitJudged(name);

        assertThat(tag(status, "v1").state()).isEqualTo(TagState.Present);
        assertThat(tag(status, "v1").digest()).isEqualTo(present.text());
        assertThat(tag(status, "v1").writtenTime()).isNotNull();
        assertThat(tag(status, "v2").state()).isEqualTo(TagState.Absent);
        assertThat(tag(status, "v2").reason()).isEqualTo(Reason.SourceNotFound);
        assertThat(tag(status, "v2").message()).contains("source " + source.registry() + "/" + name);
        assertThat(tag(status, "v3").state()).isEqualTo(TagState.Changed);
        assertThat(tag(status, "v3").targetDigest())
                .isNotNull()
                .isNotEqualTo(tag(status, "v3").digest());
        assertThat(tag(status, "v9").state()).isEqualTo(TagState.TargetOnly);
        assertThat(tag(status, "v9").since()).isNotNull();
        assertThat(tag(status, "ghost").state()).isEqualTo(TagState.NotFound);
        assertThat(tag(status, "ghost").assumed()).isTrue();
        assertThat(Scene.summary(status).tags()).isEqualTo(5);
        assertThat(Scene.summary(status).pending()).isEqualTo(2);
        assertThat(Scene.summary(status).failed()).isEqualTo(2);
        assertThat(Scene.ready(status).status()).isEqualTo(ConditionStatus.False);
        assertThat(Scene.ready(status).reason()).isEqualTo(Reason.SourceNotFound);
        assertThat(status.condition(ConditionType.TargetOutOfSync)).isPresent();
        assertThat(target.tagged("mirror/" + name, "v9")).contains(old);

        ImageMirrorStatus later = scene.request(name);
        assertThat(tag(later, "v9").since()).isEqualTo(tag(status, "v9").since());
    }

    @Test
    void aTagThatTheRulesNoLongerChoose() {
        source.addImage(name, "v1", "one");
        source.addImage(name, "v2", "two");
        scene.apply(name, spec(name, ""));
        ImageMirrorStatus before = scene.awaitJudged(name);

        scene.apply(name, spec(name + "~/2/", ""));
        ImageMirrorStatus after = scene.awaitJudged(name);

        assertThat(tag(after, "v1").state()).isEqualTo(TagState.Deselected);
        assertThat(tag(after, "v1").since()).isNotNull();
        assertThat(tag(after, "v2").writtenTime()).isEqualTo(tag(before, "v2").writtenTime());
        assertThat(Scene.ready(after).status()).isEqualTo(ConditionStatus.True);
        assertThat(target.tagged("mirror/" + name, "v1")).isPresent();
    }

    @Test
    void excusedTagsLeaveAMirrorReady() {
        source.addImage(name, "v1", "one");
        target.addImage("mirror/" + name, "lost", "kept by the target");
        scene.apply(name, spec(name + "=v1,ghost,lost", ""));

        ImageMirrorStatus status = scene.awaitJudged(name);

        assertThat(Scene.ready(status).status()).isEqualTo(ConditionStatus.True);
        assertThat(Scene.summary(status).failed()).isZero();
        assertThat(tag(status, "ghost").state()).isEqualTo(TagState.NotFound);
        assertThat(tag(status, "lost").state()).isEqualTo(TagState.TargetOnly);
        assertThat(tag(status, "lost").reason()).isEqualTo(Reason.SourceNotFound);
    }

    @Test
    void aNamedTagThatIsNowhereFails() {
        source.addImage(name, "v1", "one");
        scene.apply(name, spec(name + ":ghost", ""));

        ImageMirrorStatus status = scene.awaitJudged(name);

        assertThat(Scene.ready(status).reason()).isEqualTo(Reason.SourceNotFound);
        assertThat(tag(status, "ghost").state()).isEqualTo(TagState.NotFound);
        assertThat(tag(status, "ghost").assumed()).isFalse();
        assertThat(Scene.summary(status).failed()).isEqualTo(1);
    }

    @Test
    void whatASourceDoesNotTellIsUnknown() {
        source.addImage(name, "v1", "one");
        scene.apply(name, spec(name, ""));
        TagStatus before = tag(scene.awaitJudged(name), "v1");

        source.fault(RequestKind.TAGS, 1, Fault.status(500));
        ImageMirrorStatus status = scene.request(name);

        TagStatus now = tag(status, "v1");
        assertThat(now.state()).isEqualTo(TagState.Unknown);
        assertThat(now.reason()).isEqualTo(Reason.SourceUnreachable);
        assertThat(now.digest()).isEqualTo(before.digest());
        assertThat(now.writtenTime()).isEqualTo(before.writtenTime());
        assertThat(Scene.source(status).error()).isNotNull();
        assertThat(Scene.summary(status).unknown()).isEqualTo(1);

        assertThat(tag(scene.request(name), "v1")).isEqualTo(before);
    }

    @Test
    void aDryRunShowsWhatItWouldDo() {
        source.addImage(name, "new", "new");
        source.addImage(name, "moved", "moved");
        target.addImage("mirror/" + name, "moved", "before");
        source.addImage(name, "same", "same");
        target.addImage("mirror/" + name, "same", "same");
        long writes = writes();
        scene.apply(name, spec(name, "dryRun: true"));

        ImageMirrorStatus dry = scene.awaitJudged(name);

        assertThat(Scene.ready(dry).status()).isEqualTo(ConditionStatus.False);
        assertThat(Scene.ready(dry).reason()).isEqualTo(Reason.DryRun);
        assertThat(tag(dry, "new").action()).isEqualTo(TagAction.Copy);
        assertThat(tag(dry, "moved").action()).isEqualTo(TagAction.Overwrite);
        assertThat(tag(dry, "same").action()).isNull();
        assertThat(Scene.summary(dry).pending()).isEqualTo(2);
        assertThat(dry.lastSuccessfulSyncTime()).isNull();
        assertThat(writes()).isEqualTo(writes);

        scene.apply(name, spec(name, "dryRun: false"));
        ImageMirrorStatus real = scene.awaitJudged(name);
        assertThat(Scene.ready(real).reason()).isEqualTo(Reason.Succeeded);
        assertThat(Scene.source(real).tags())
                .allSatisfy(tag -> assertThat(tag.action()).isNull());
        assertThat(Scene.summary(real).copiedTags()).isEqualTo(2);
        assertThat(real.lastSuccessfulSyncTime()).isNotNull();
    }

    @Test
    void aLongListIsCutAndSaysSo() {
        IntStream.range(0, 100).forEach(tag -> source.addImage(name, "v" + tag, "words of " + tag));
        addBrokenImage("v999");
        scene.apply(name, spec(name, ""));

        ImageMirrorStatus status = scene.awaitJudged(name);

        assertThat(Scene.summary(status).tags()).isEqualTo(101);
        assertThat(Scene.summary(status).present()).isEqualTo(100);
        assertThat(tag(status, "v999").state()).isEqualTo(TagState.Absent);
        int shown = Scene.source(status).tags().size();
        assertThat(shown).isBetween(10, 99);
        assertThat(status.condition(ConditionType.StatusTruncated).orElseThrow().message())
                .contains("%d of 101".formatted(101 - shown));
        assertThat(Serialization.asJson(status).getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThan(BUDGET);
        // The operator itself knows them all.
        assertThat(Scene.summary(scene.request(name)).copiedTags()).isZero();
    }

    @Test
    void kubectlShowsTheColumnsAndWaits() {
        source.addImage(name, "v1", "one");
        scene.apply(name, spec(name, ""));

        kubectl("wait", "--for=condition=Ready", "--timeout=30s", "imagemirrors.imagemirror.dev/" + name);

        List<String> lines = kubectl("get", "imagemirrors", name).lines().toList();
        assertThat(lines.getFirst().split(" {2,}|$"))
                .containsExactly("NAME", "READY", "TAGS", "PRESENT", "PENDING", "FAILED", "LAST SYNC", "AGE");
        assertThat(lines.getLast()).matches(name + " +True +1 +1 +0 +0 +[0-9a-z]+ +[0-9a-z]+ *");
        List<String> wide = kubectl("get", "imir", name, "-o", "wide").lines().toList();
        assertThat(wide.getFirst().split(" {2,}|$"))
                .endsWith("AGE", "REASON", "MESSAGE", "TARGET", "NEXT SYNC")
                .hasSize(12);
        assertThat(wide.getLast())
                .contains("Succeeded", "1 tags are present", target.registry().name(), "Z");
    }

    @Test
    void aRequestIsAnswered() {
        source.addImage(name, "v1", "one");
        scene.apply(name, spec(name, ""));
        ImageMirrorStatus first = scene.awaitJudged(name);
        assertThat(first.lastHandledReconcileAt()).isNull();

        source.addImage(name, "v2", "two");
        String value = scene.requestWithoutWaiting(name);

        ImageMirrorStatus second = scene.await(name, status -> value.equals(status.lastHandledReconcileAt()));
        assertThat(Scene.summary(second).present()).isEqualTo(2);
        assertThat(second.observedGeneration()).isEqualTo(first.observedGeneration());
    }

    private static String kubectl(String... arguments) {
        String[] all = Stream.concat(Stream.of("-n", scene.namespace()), Stream.of(arguments))
                .toArray(String[]::new);
        return TestCluster.kubectl().run(all).orThrow().stdout();
    }

    /// An image whose layer the source has lost.
    private void addBrokenImage(String tag) {
        Descriptor config = source.addBlob(name, Payload.of(new byte[] {'{', '}'}));
        Digest nowhere = Digest.of(tag.getBytes(StandardCharsets.UTF_8));
        Descriptor lost =
                new Descriptor(MediaType.parse("application/vnd.oci.image.layer.v1.tar+gzip"), nowhere, tag.length());
        source.addManifest(name, MediaType.OCI_MANIFEST, TestRegistry.imageManifest(config, lost), tag);
    }

    private static TagStatus tag(ImageMirrorStatus status, String tag) {
        return Scene.source(status).tags().stream()
                .filter(each -> each.name().equals(tag))
                .findFirst()
                .orElseThrow(() -> new AssertionError(tag + " is not in the status"));
    }

    private static long writes() {
        return target.requests().stream()
                .filter(request -> !List.of("GET", "HEAD").contains(request.method()))
                .count();
    }

    private static String spec(String specification, String more) {
        return Scene.mirroring(
                source.registry().name(), specification, target.registry().name(), more);
    }
}
