package dev.imagemirror.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.api.ImageMirrorStatus;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestRegistry;
import dev.imagemirror.servers.OperatorProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What the operator copies is counted for Prometheus, and is what the status says.
class CopyMetricsIT {
    private static final TestRegistry source = TestRegistry.start();
    private static final TestRegistry broken = TestRegistry.start();
    private static final TestRegistry target = TestRegistry.start();

    private static Scene scene;
    private static OperatorProcess operator;

    @BeforeAll
    static void start() {
        source.addImage("app", "1", "words");
        source.addImage("app", "2", "other words");
        broken.addImage("lost", "1", "lost words");
        broken.faultAlways(RequestKind.BLOB_GET, Fault.status(404));
        scene = new Scene();
        operator = OperatorProcess.start(scene.operator(source, broken, target));
    }

    @AfterAll
    static void stop() {
        operator.close();
        scene.close();
        Stream.of(source, broken, target).forEach(TestRegistry::close);
    }

    @Test
    void countWhatIsWrittenAndWhatFails() {
        assertThat(series()).contains("imagemirror_copies_total{reason=\"\",result=\"written\"} 0.0");

        scene.apply("mirror", """
                sources:
                  - repository: %1$s/app
                  - repository: %2$s/lost
                target: {registry: %3$s, plainHTTP: true}
                registries:
                  - {host: %1$s, plainHTTP: true}
                  - {host: %2$s, plainHTTP: true}
                """.formatted(name(source), name(broken), name(target)));
        ImageMirrorStatus status = scene.awaitJudged("mirror");

        assertThat(Scene.summary(status).copiedTags()).isEqualTo(2);
        assertThat(series())
                .contains(
                        "imagemirror_copies_total{reason=\"\",result=\"written\"} 2.0",
                        "imagemirror_copies_total{reason=\"SourceNotFound\",result=\"failed\"} 1.0",
                        "imagemirror_copied_bytes_total %s"
                                .formatted((double) Scene.summary(status).copiedBytes()),
                        "imagemirror_copy_duration_seconds_count 2.0",
                        "imagemirror_copy_duration_seconds_bucket{le=\"1800.0\"} 2.0");
    }

    @Test
    void areDocumented() throws IOException {
        String page = Files.readString(Path.of("docs/operator.md"));

        assertThat(series()).isNotEmpty().allSatisfy(line -> {
            String metric = line.split("[ {]", 2)[0].replaceFirst("_(bucket|count|sum|max)$", "");
            assertThat(page).contains("`" + metric + "`");
        });
    }

    private static List<String> series() {
        return operator.metrics()
                .lines()
                .filter(line -> line.startsWith("imagemirror_"))
                .toList();
    }

    private static String name(TestRegistry registry) {
        return registry.registry().name();
    }
}
