package dev.imagemirror.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.api.ConditionStatus;
import dev.imagemirror.api.ImageMirrorStatus;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestRegistry;
import dev.imagemirror.servers.OperatorProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// An operator that ends in the middle of a run, with and without warning: the next one goes on, and what has arrived
/// is not sent again. Elections have their own test ([LeaderIT]) and are off here, since a killed leader's Lease is
/// waited for.
class RestartIT {
    private static final int CONCURRENCY = 4;
    private static final int MIDDLE = 2_000_000;

    /// One source for each test, since what is scripted stays.
    private static final TestRegistry manySource = TestRegistry.start();

    private static final TestRegistry oneSource = TestRegistry.start();
    private static final TestRegistry stoppedSource = TestRegistry.start();
    private static final TestRegistry target = TestRegistry.start();
    private static Scene scene;
    private static OperatorProcess operator;

    @BeforeAll
    static void start() {
        scene = new Scene();
        operator = OperatorProcess.start(scene.operator(manySource, oneSource, stoppedSource, target)
                .with("IMAGEMIRROR_LEADER_ELECTION_ENABLED", "false"));
    }

    @AfterAll
    static void stop() {
        operator.close();
        scene.close();
        manySource.close();
        oneSource.close();
        stoppedSource.close();
        target.close();
    }

    @Test
    void manyTagsAfterAKill() {
        int tags = 60;
        for (int tag = 0; tag < tags; tag++) {
            manySource.addImage("many", "t" + tag, "words of " + tag);
        }
        int blobs = tags + 1;
        Gate gate = new Gate();
        manySource.faultAlways(RequestKind.BLOB_GET, gate.fault());
        scene.apply("many", spec("many", manySource));
        gate.pass(20);
        Awaitility.await().until(() -> count("many", RequestKind.MANIFEST_PUT) >= 15);

        operator.kill();
        gate.open();
        operator.restart();

        ImageMirrorStatus status = scene.awaitJudged("many");
        assertThat(Scene.ready(status).status()).isEqualTo(ConditionStatus.True);
        assertThat(Scene.summary(status).present()).isEqualTo(tags);
        IntStream.range(0, tags)
                .forEach(tag -> assertThat(target.tagged("mirror/many", "t" + tag))
                        .isEqualTo(manySource.tagged("many", "t" + tag)));
        assertThat(count("many", RequestKind.UPLOAD_PUT)).isBetween((long) blobs, (long) blobs + CONCURRENCY);
        // The first write of a tag in a repository that was there tells what is missing, by a refusal.
        assertThat(count("many", RequestKind.MANIFEST_PUT)).isBetween((long) tags, 2L * tags + CONCURRENCY);
        checkNextRunWritesNothing("many");
    }

    /// The repository is not even listed before its first tag, but its blobs are there.
    @Test
    void oneImageAfterAKill() {
        int layers = 12;
        addImage(layers);
        Gate gate = new Gate();
        oneSource.faultAlways(RequestKind.BLOB_GET, gate.fault());
        scene.apply("one", spec("one", oneSource));
        gate.pass(8);
        Awaitility.await().until(() -> count("one", RequestKind.UPLOAD_PUT) == 8);

        operator.kill();
        gate.open();
        operator.restart();

        assertThat(Scene.ready(scene.awaitJudged("one")).status()).isEqualTo(ConditionStatus.True);
        assertThat(target.tagged("mirror/one", "1")).isEqualTo(oneSource.tagged("one", "1"));
        assertThat(count("one", RequestKind.UPLOAD_PUT)).isBetween(layers + 1L, layers + 2L);
        checkNextRunWritesNothing("one");
    }

    @Test
    void aStopInTheMiddleOfABlob() throws Exception {
        int killed = target.openUploads(); // in other tests
        Descriptor config = stoppedSource.addBlob("stopped", Payload.of("{}".getBytes(StandardCharsets.UTF_8)));
        Descriptor layer = stoppedSource.addBlob("stopped", Payload.generated(2L * MIDDLE));
        stoppedSource.addManifest("stopped", MediaType.OCI_MANIFEST, TestRegistry.imageManifest(config, layer), "1");
        stoppedSource.faultAt(layer, new Fault.StallInBody(MIDDLE));
        scene.apply("stopped", spec("stopped", stoppedSource));
        stoppedSource.awaitStall();

        long before = System.nanoTime();
        operator.stop();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
        assertThat(Files.readString(operator.log()))
                .contains("imagemirror stopped")
                .doesNotContain("ERROR");
        assertThat(target.tagged("mirror/stopped", "1")).isEmpty();
        Awaitility.await("no upload is left open").until(target::openUploads, open -> open == killed);

        operator.restart();
        assertThat(Scene.ready(scene.awaitJudged("stopped")).status()).isEqualTo(ConditionStatus.True);
        assertThat(target.tagged("mirror/stopped", "1")).isEqualTo(stoppedSource.tagged("stopped", "1"));
    }

    private static void addImage(int layers) {
        Descriptor config = oneSource.addBlob("one", Payload.of("{}".getBytes(StandardCharsets.UTF_8)));
        Descriptor[] all = IntStream.range(0, layers)
                .mapToObj(layer ->
                        oneSource.addBlob("one", Payload.of(("layer " + layer).getBytes(StandardCharsets.UTF_8))))
                .toArray(Descriptor[]::new);
        oneSource.addManifest("one", MediaType.OCI_MANIFEST, TestRegistry.imageManifest(config, all), "1");
    }

    private static void checkNextRunWritesNothing(String name) {
        long before = writes();
        scene.request(name);
        assertThat(writes()).isEqualTo(before);
    }

    private static long count(String repository, RequestKind kind) {
        return target.requests().stream()
                .filter(request -> request.path().startsWith("/v2/mirror/" + repository + "/"))
                .filter(request -> request.kind() == kind)
                .count();
    }

    private static long writes() {
        return target.requests().stream()
                .filter(request -> !List.of("GET", "HEAD").contains(request.method()))
                .count();
    }

    private static String spec(String name, TestRegistry source) {
        return Scene.mirroring(source.registry().name(), name, target.registry().name(), "concurrency: " + CONCURRENCY);
    }
}
