package dev.imagemirror.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.api.ConditionStatus;
import dev.imagemirror.api.ConditionType;
import dev.imagemirror.api.ImageMirrorStatus;
import dev.imagemirror.images.Image;
import dev.imagemirror.images.Images;
import dev.imagemirror.images.Pusher;
import dev.imagemirror.servers.OperatorProcess;
import dev.imagemirror.servers.RegistryOptions;
import dev.imagemirror.servers.RegistryServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A thousand tags with a small heap: a status within its budget, and a second run that writes nothing.
class ThousandTagsIT {
    private static final int TAGS = 1_000;
    private static final int BUDGET = 262_144;

    private static RegistryServer source;
    private static RegistryServer target;
    private static Scene scene;
    private static OperatorProcess operator;

    @BeforeAll
    static void start() {
        source = RegistryServer.start(RegistryOptions.named("source").withStorageInMemory());
        target = RegistryServer.start(RegistryOptions.named("target").withStorageInMemory());
        scene = new Scene();
        operator = OperatorProcess.start(scene.operator(List.of(source.address(), target.address())));
        Pusher pusher = new Pusher();
        List<Image> images = new Images(7).tiny(TAGS);
        pusher.push(images.getFirst(), source.address() + "/app", "t0");
        IntStream.range(1, TAGS)
                .parallel()
                .forEach(tag -> pusher.push(images.get(tag), source.address() + "/app", "t" + tag));
    }

    @AfterAll
    static void stop() {
        operator.close();
        scene.close();
        target.close();
        source.close();
    }

    @Test
    void arePresentAndStaySo() throws Exception {
        long began = System.nanoTime();
        scene.apply("thousand", Scene.mirroring(source.address(), "app", target.address(), ""));
        ImageMirrorStatus status = scene.awaitJudged("thousand");
        Duration first = Duration.ofNanos(System.nanoTime() - began);

        assertThat(Scene.ready(status).status()).isEqualTo(ConditionStatus.True);
        assertThat(Scene.summary(status).present()).isEqualTo(TAGS);
        assertThat(status.condition(ConditionType.StatusTruncated)).isEmpty();
        assertThat(Scene.source(status).tags()).hasSize(TAGS);
        int size = size(status);
        assertThat(size).isLessThan(BUDGET);
        assertThat(target.requests("manifest", "put")).isEqualTo(TAGS);

        long writes = writes();
        long reads = reads();
        long again = System.nanoTime();
        ImageMirrorStatus second = scene.request("thousand");
        Duration routine = Duration.ofNanos(System.nanoTime() - again);

        assertThat(Scene.summary(second).present()).isEqualTo(TAGS);
        assertThat(Scene.summary(second).copiedTags()).isZero();
        assertThat(writes()).isEqualTo(writes);
        assertThat(Files.readString(operator.log())).doesNotContain("OutOfMemory", "ERROR");
        System.out.printf(
                "%d tags: %.1f s with %d writes, then %.1f s with none and %d reads of the target; status %d bytes%n",
                TAGS, first.toMillis() / 1000.0, writes, routine.toMillis() / 1000.0, reads() - reads, size);
    }

    private static int size(ImageMirrorStatus status) {
        return Serialization.asJson(status).getBytes(StandardCharsets.UTF_8).length;
    }

    private static long writes() {
        return count(List.of("put", "post", "patch", "delete"));
    }

    private static long reads() {
        return count(List.of("get", "head"));
    }

    private static long count(List<String> methods) {
        return List.of("manifest", "blob", "blob-upload", "tags").stream()
                .flatMap(handler -> methods.stream().map(method -> target.requests(handler, method)))
                .mapToLong(Long::longValue)
                .sum();
    }
}
