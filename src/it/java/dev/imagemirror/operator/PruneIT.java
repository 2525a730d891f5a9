package dev.imagemirror.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.api.ConditionStatus;
import dev.imagemirror.api.ImageMirror;
import dev.imagemirror.api.ImageMirrorStatus;
import dev.imagemirror.api.Reason;
import dev.imagemirror.api.SourceError;
import dev.imagemirror.api.TagAction;
import dev.imagemirror.api.TagState;
import dev.imagemirror.api.TagStatus;
import dev.imagemirror.registry.testing.TestRegistry;
import dev.imagemirror.servers.OperatorProcess;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// From the first report of what may go to its deletion, by edits and annotations of the real API server.
class PruneIT {
    private static final TestRegistry source = TestRegistry.start();
    private static final TestRegistry target = TestRegistry.start();

    private static Scene scene;
    private static OperatorProcess operator;

    @BeforeAll
    static void start() {
        scene = new Scene();
        operator = OperatorProcess.start(scene.operator(source, target));
    }

    @AfterAll
    static void stop() {
        operator.close();
        scene.close();
        Stream.of(source, target).forEach(TestRegistry::close);
    }

    @Test
    void isShownThenRefusedThenApproved() {
        List.of("1", "2", "3").forEach(tag -> source.addImage("app", tag, tag));
        apply("{policy: Report, when: [Deselected], after: 0s, maxDeletes: 1}", "app");
        scene.awaitJudged("app");

        apply("{policy: Report, when: [Deselected], after: 0s, maxDeletes: 1}", "app~/3/");
        assertThat(toGo(scene.awaitJudged("app"))).containsExactly("1", "2");

        apply("{policy: Delete, when: [Deselected], after: 0s, maxDeletes: 1}", "app~/3/");
        ImageMirrorStatus refused = scene.awaitJudged("app");
        assertThat(Scene.ready(refused).status())
                .as("it mirrors what it should")
                .isEqualTo(ConditionStatus.True);
        SourceError error = Objects.requireNonNull(Scene.source(refused).error());
        assertThat(error.reason()).isEqualTo(Reason.PruneRefused);
        assertThat(toGo(refused)).containsExactly("1", "2");

        approve(error.message().replaceFirst("(?s).*the plan is ([0-9a-f]{16}).*", "$1"));
        ImageMirrorStatus pruned = scene.await(
                "app",
                status ->
                        status.summary() != null && Scene.source(status).tags().size() == 1);
        assertThat(Scene.source(pruned).error()).isNull();
        assertThat(target.tagged("mirror/app", "1")).isEmpty();
        assertThat(target.tagged("mirror/app", "3")).isPresent();
        scene.awaitEvent("app", "Pruned");
    }

    private static void approve(String plan) {
        scene.mirror("app").edit(mirror -> {
            mirror.getMetadata().setAnnotations(Map.of(ImageMirror.APPROVE_PRUNE, plan));
            return mirror;
        });
    }

    private static void apply(String prune, String specification) {
        scene.apply(
                "app",
                Scene.mirroring(
                        source.registry().name(),
                        specification,
                        target.registry().name(),
                        "prune: " + prune));
    }

    private static List<String> toGo(ImageMirrorStatus status) {
        return Scene.source(status).tags().stream()
                .filter(tag -> tag.state() == TagState.Deselected && tag.action() == TagAction.Delete)
                .map(TagStatus::name)
                .toList();
    }
}
