package dev.imagemirror.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.api.ConditionStatus;
import dev.imagemirror.api.ImageMirrorStatus;
import dev.imagemirror.api.Reason;
import dev.imagemirror.api.TagState;
import dev.imagemirror.images.Image;
import dev.imagemirror.images.Images;
import dev.imagemirror.images.Pusher;
import dev.imagemirror.servers.Crane;
import dev.imagemirror.servers.OperatorProcess;
import dev.imagemirror.servers.RegistryOptions;
import dev.imagemirror.servers.RegistryServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The main job: a mirror is applied, the packaged operator fills a real registry from another, and crane says that
/// both sides hold the same.
class MainJobIT {
    private static final Images IMAGES = new Images(1);
    private static final Pusher PUSHER = new Pusher();

    private static RegistryServer source;
    private static RegistryServer target;
    private static Scene scene;
    private static OperatorProcess operator;
    private static Crane crane;

    @BeforeAll
    static void start(@TempDir Path folder) {
        source = RegistryServer.start(RegistryOptions.named("source"));
        target = RegistryServer.start(RegistryOptions.named("target").withPassword());
        scene = new Scene();
        scene.pushSecret();
        operator = OperatorProcess.start(scene.operator(List.of(source.address(), target.address())));
        crane = new Crane(folder);
        crane.login(target.address(), RegistryServer.USER, RegistryServer.PASSWORD);
    }

    @AfterAll
    static void stop() {
        operator.close();
        scene.close();
        target.close();
        source.close();
    }

    @Test
    void fillsTheTarget() {
        push(IMAGES.single(3, 20_000), "app", "1.0");
        push(IMAGES.index("linux/amd64", "linux/arm64"), "app", "2.0");
        push(IMAGES.docker(2, 5_000), "app", "docker");
        push(IMAGES.attested("linux/amd64"), "app", "attested");
        push(IMAGES.nested("linux/amd64", "linux/arm64"), "app", "nested");
        push(IMAGES.dockerList("linux/amd64", "linux/arm64"), "app", "list");

        scene.apply("platform", spec("app"));

        ImageMirrorStatus status = scene.awaitJudged("platform");
        assertThat(Scene.ready(status).message()).isEqualTo("6 tags are present");
        assertThat(Scene.ready(status).status()).isEqualTo(ConditionStatus.True);
        assertThat(Scene.ready(status).reason()).isEqualTo(Reason.Succeeded);
        assertThat(Scene.summary(status).present()).isEqualTo(6);
        assertThat(status.sources().getFirst().tags())
                .allSatisfy(tag -> assertThat(tag.state()).isEqualTo(TagState.Present))
                .allSatisfy(tag -> assertThat(tag.writtenTime()).isNotNull());
        for (String tag : List.of("1.0", "2.0", "docker", "attested", "nested", "list")) {
            assertThat(digest(target, "mirror/app:" + tag)).isEqualTo(digest(source, "app:" + tag));
        }
        assertThat(crane.run("validate", "--remote", target.address() + "/mirror/app:2.0")
                        .orThrow()
                        .stdout())
                .contains("PASS");
        scene.awaitEvent("platform", "SyncSucceeded");
    }

    @Test
    void followsATagThatMoves() {
        push(IMAGES.single(1, 1_000), "moving", "latest");
        scene.apply("moving", spec("moving"));
        scene.awaitJudged("moving");

        Image moved = IMAGES.single(2, 1_000);
        push(moved, "moving", "latest");
        push(moved, "moving", "new");
        ImageMirrorStatus status = scene.request("moving");

        assertThat(Scene.summary(status).present()).isEqualTo(2);
        assertThat(Scene.summary(status).copiedTags()).isEqualTo(2);
        assertThat(digest(target, "mirror/moving:latest")).isEqualTo(moved.digest());
        scene.awaitEvent("moving", "TagChanged");
    }

    private static void push(Image image, String repository, String tag) {
        PUSHER.push(image, source.address() + "/" + repository, tag);
    }

    private static String digest(RegistryServer registry, String name) {
        return crane.run("digest", registry.address() + "/" + name)
                .orThrow()
                .stdout()
                .strip();
    }

    private static String spec(String specification) {
        return """
                sources:
                  - repository: %1$s/%3$s
                target:
                  registry: %2$s
                  prefix: /mirror
                  secretRef: {name: push-credentials}
                  plainHTTP: true
                registries:
                  - host: %1$s
                    plainHTTP: true
                """.formatted(source.address(), target.address(), specification);
    }
}
