package dev.imagemirror.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.api.ConditionStatus;
import dev.imagemirror.api.ConditionType;
import dev.imagemirror.api.ImageMirrorStatus;
import dev.imagemirror.api.Reason;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestRegistry;
import dev.imagemirror.servers.OperatorProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Who edits, suspends or deletes a mirror ends what it copies, within two seconds and in the middle of a blob. The
/// source hangs there, and notes when the operator gives the connection up.
class CancelIT {
    private static final Duration PROMISED = Duration.ofSeconds(2);
    private static final int MIDDLE = 2_000_000;

    private static final TestRegistry slow = TestRegistry.start();
    private static final TestRegistry healthy = TestRegistry.start();
    private static final TestRegistry target = TestRegistry.start();

    private static Scene scene;
    private static OperatorProcess operator;

    @BeforeAll
    static void start() {
        healthy.addImage("fine", "1", "fine words");
        scene = new Scene();
        operator = OperatorProcess.start(scene.operator(slow, healthy, target));
    }

    @AfterAll
    static void stop() {
        operator.close();
        scene.close();
        slow.close();
        healthy.close();
        target.close();
    }

    @Test
    void anEditThatDropsTheSource() throws InterruptedException {
        startAndStall(addLargeImage("dropped", "1"), "dropped", spec("dropped", ""));

        long before = System.nanoTime();
        scene.apply("dropped", """
                sources:
                  - repository: %1$s/fine
                target: {registry: %2$s, prefix: /dropped, plainHTTP: true}
                registries:
                  - {host: %1$s, plainHTTP: true}
                """.formatted(host(healthy), host(target)));
        checkDeparture(before);

        ImageMirrorStatus status = scene.awaitJudged("dropped");
        assertThat(Scene.ready(status).status()).isEqualTo(ConditionStatus.True);
        assertThat(Scene.summary(status).tags()).isEqualTo(1);
        checkNotWritten("dropped");
    }

    @Test
    void suspensionOfTheFirstRun() throws InterruptedException {
        startAndStall(addLargeImage("first", "1"), "first", spec("first", ""));

        long before = System.nanoTime();
        scene.apply("first", spec("first", "suspend: true"));
        checkDeparture(before);

        ImageMirrorStatus status = scene.await("first", CancelIT::isSuspended);
        assertThat(Scene.ready(status).status()).isEqualTo(ConditionStatus.Unknown);
        checkNothingUnderWay(status);
        checkNotWritten("first");

        scene.apply("first", spec("first", ""));
        assertThat(Scene.ready(scene.awaitJudged("first")).status()).isEqualTo(ConditionStatus.True);
        assertThat(target.tagged("first/first", "1")).isEqualTo(slow.tagged("first", "1"));
    }

    @Test
    void suspensionOfALaterRunKeepsWhatReadySays() throws InterruptedException {
        slow.addImage("later", "1", "small");
        scene.apply("later", spec("later", ""));
        ImageMirrorStatus ready = scene.awaitJudged("later");
        assertThat(Scene.ready(ready).status()).isEqualTo(ConditionStatus.True);
        slow.faultAt(addLargeImage("later", "2"), new Fault.StallInBody(MIDDLE));
        scene.requestWithoutWaiting("later");
        slow.awaitStall();

        long before = System.nanoTime();
        scene.apply("later", spec("later", "suspend: true"));
        checkDeparture(before);

        ImageMirrorStatus status = scene.await("later", CancelIT::isSuspended);
        assertThat(Scene.ready(status).status()).isEqualTo(ConditionStatus.True);
        assertThat(status.observedGeneration()).isEqualTo(ready.observedGeneration());
        checkNothingUnderWay(status);
        assertThat(target.tagged("later/later", "2")).isEmpty();

        scene.apply("later", spec("later", ""));
        ImageMirrorStatus resumed = scene.await(
                "later", now -> now.nextSyncTime() != null && Scene.summary(now).present() == 2);
        assertThat(Scene.ready(resumed).reason()).isEqualTo(Reason.Succeeded);
    }

    @Test
    void deletion() throws InterruptedException {
        startAndStall(addLargeImage("deleted", "1"), "deleted", spec("deleted", ""));

        long before = System.nanoTime();
        scene.mirror("deleted").delete();
        checkDeparture(before);

        checkNotWritten("deleted");
        Awaitility.await().until(() -> scene.mirror("deleted").get() == null);
    }

    /// One created anew under the same name is another mirror, and begins at once.
    @Test
    void deletionAndCreation() throws InterruptedException {
        startAndStall(addLargeImage("anew", "1"), "anew", spec("anew", ""));

        scene.mirror("anew").delete();
        scene.apply("anew", spec("anew", ""));

        assertThat(slow.awaitDeparture(PROMISED)).isTrue();
        assertThat(Scene.ready(scene.awaitJudged("anew")).status()).isEqualTo(ConditionStatus.True);
    }

    @Test
    void anEditOfTheIntervalCutsNothing() throws InterruptedException {
        Descriptor layer = addLargeImage("going", "1");
        Gate gate = new Gate();
        slow.fault(RequestKind.BLOB_GET, 1, gate.fault());
        scene.apply("going", spec("going", ""));
        gate.awaitArrivals(1);

        long generation = scene.apply("going", spec("going", "interval: 2h"))
                .getMetadata()
                .getGeneration();
        ImageMirrorStatus running = scene.await(
                "going", status -> status.observedGeneration() != null && status.observedGeneration() == generation);
        assertThat(Scene.ready(running).status()).isEqualTo(ConditionStatus.Unknown);
        gate.open();

        ImageMirrorStatus status = scene.awaitJudged("going");
        assertThat(Scene.ready(status).status()).isEqualTo(ConditionStatus.True);
        assertThat(Duration.between(Scene.time(status.lastSyncTime()), Scene.time(status.nextSyncTime())))
                .isGreaterThan(Duration.ofMinutes(90));
        assertThat(slow.requests())
                .filteredOn(request -> request.path().endsWith("/going/blobs/" + layer.digest()))
                .hasSize(1);
    }

    private static void startAndStall(Descriptor layer, String name, String spec) throws InterruptedException {
        slow.faultAt(layer, new Fault.StallInBody(MIDDLE));
        scene.apply(name, spec);
        slow.awaitStall();
    }

    private static void checkDeparture(long before) throws InterruptedException {
        assertThat(slow.awaitDeparture(Duration.ofSeconds(20))).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(PROMISED);
    }

    private static void checkNothingUnderWay(ImageMirrorStatus status) {
        assertThat(status.progress()).isNull();
        assertThat(status.nextSyncTime()).isNull();
        assertThat(status.condition(ConditionType.Reconciling)).isEmpty();
    }

    private static void checkNotWritten(String name) {
        assertThat(target.tagged(name + "/" + name, "1")).isEmpty();
        Awaitility.await("no upload is left open").until(target::openUploads, open -> open == 0);
    }

    private static boolean isSuspended(ImageMirrorStatus status) {
        return Scene.ready(status).reason() == Reason.Suspended;
    }

    /// An image whose layer is large enough to be streamed.
    private static Descriptor addLargeImage(String repository, String tag) {
        Descriptor config =
                slow.addBlob(repository, Payload.of(("{\"tag\":\"" + tag + "\"}").getBytes(StandardCharsets.UTF_8)));
        Descriptor layer = slow.addBlob(repository, Payload.generated(2L * MIDDLE));
        slow.addManifest(repository, MediaType.OCI_MANIFEST, TestRegistry.imageManifest(config, layer), tag);
        return layer;
    }

    private static String spec(String name, String more) {
        return """
                sources:
                  - repository: %1$s/%3$s
                target: {registry: %2$s, prefix: /%3$s, plainHTTP: true}
                registries:
                  - {host: %1$s, plainHTTP: true}
                %4$s
                """.formatted(host(slow), host(target), name, more);
    }

    private static String host(TestRegistry registry) {
        return registry.registry().name();
    }
}
