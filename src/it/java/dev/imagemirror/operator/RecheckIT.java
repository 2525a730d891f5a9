package dev.imagemirror.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.api.ConditionStatus;
import dev.imagemirror.api.ImageMirrorStatus;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestRegistry;
import dev.imagemirror.servers.OperatorProcess;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What an operator remembers from run to run: what tags named, and when it last looked for what refers to images.
class RecheckIT {
    private static final TestRegistry source = TestRegistry.start().listReferrers();
    private static final TestRegistry target = TestRegistry.start().listReferrers();

    private static Scene scene;
    private static OperatorProcess operator;

    @BeforeAll
    static void start() {
        source.addImage("app", "1", "words");
        scene = new Scene();
        operator = OperatorProcess.start(scene.operator(source, target));
    }

    @AfterAll
    static void stop() {
        operator.close();
        scene.close();
        Stream.of(source, target).forEach(TestRegistry::close);
    }

    /// The runs that an edit begins are routine; the one that is asked for is not.
    @Test
    void believesUntilSomebodyAsks() {
        apply("recheck: {source: 1h, target: 1h}");
        assertPresent(scene.awaitJudged("app"));
        apply("recheck: {source: 1h, target: 1h}\nconcurrency: 2");
        assertPresent(scene.awaitJudged("app"));
        assertThat(questions(RequestKind.REFERRERS)).isEqualTo(1);
        assertThat(questions(RequestKind.MANIFEST_HEAD)).isZero();

        assertPresent(scene.request("app"));

        assertThat(questions(RequestKind.REFERRERS)).isEqualTo(2);
        assertThat(conditions()).hasSize(2);

        apply("recheck: {source: 0s, target: 0s}");
        assertPresent(scene.awaitJudged("app"));
        assertThat(questions(RequestKind.REFERRERS)).isEqualTo(2);
        assertThat(conditions()).hasSize(4);
    }

    private static void apply(String more) {
        scene.apply(
                "app",
                Scene.mirroring(
                        source.registry().name(), "app", target.registry().name(), more));
    }

    private static void assertPresent(ImageMirrorStatus status) {
        assertThat(Scene.ready(status).status()).isEqualTo(ConditionStatus.True);
    }

    private static int questions(RequestKind kind) {
        return source.count(kind) + target.count(kind);
    }

    /// What registries were told that the tag named.
    private static List<String> conditions() {
        return Stream.of(source, target)
                .flatMap(registry -> registry.requests().stream())
                .filter(request -> request.path().endsWith("manifests/1"))
                .flatMap(request -> request.header("If-None-Match").stream())
                .toList();
    }
}
