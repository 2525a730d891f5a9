package dev.imagemirror.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.api.ConditionStatus;
import dev.imagemirror.api.ConditionType;
import dev.imagemirror.api.ImageMirrorStatus;
import dev.imagemirror.api.Reason;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestRegistry;
import dev.imagemirror.servers.OperatorProcess;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What passes, and what somebody corrects, heals a mirror whose specification stays as it is.
class HealingIT {
    private static final String WRONG = "wr0ng-pa55word";
    private static final String RIGHT = "right-password";

    private static final TestRegistry healthy = TestRegistry.start();
    private static final TestRegistry locked = TestRegistry.start().requireBasic("reader", RIGHT);
    private static final TestRegistry target = TestRegistry.start();

    private static Scene scene;
    private static OperatorProcess operator;

    @BeforeAll
    static void start() {
        healthy.addImage("app", "1", "words");
        locked.addImage("app", "1", "words");
        scene = new Scene();
        operator = OperatorProcess.start(scene.operator(healthy, locked, target));
    }

    @AfterAll
    static void stop() {
        operator.close();
        scene.close();
        Stream.of(healthy, locked, target).forEach(TestRegistry::close);
    }

    @Test
    void aMissingSecretThatIsMadeHealsTheMirror() {
        scene.apply("made", spec(locked, "made", "secretRef: {name: made}"));
        assertThat(Scene.ready(scene.awaitJudged("made")).reason()).isEqualTo(Reason.SecretNotFound);

        scene.secret("made", "reader", RIGHT);

        assertThat(Scene.ready(scene.request("made")).status()).isEqualTo(ConditionStatus.True);
        scene.awaitEvent("made", "SyncSucceeded");
    }

    @Test
    void aCorrectedSecretHealsTheMirror() {
        scene.secret("corrected", "reader", WRONG);
        scene.apply("corrected", spec(locked, "corrected", "secretRef: {name: corrected}"));
        assertThat(Scene.ready(scene.awaitJudged("corrected")).reason()).isEqualTo(Reason.Unauthorized);

        scene.secret("corrected", "reader", RIGHT);

        ImageMirrorStatus status = scene.request("corrected");
        assertThat(Scene.ready(status).status()).isEqualTo(ConditionStatus.True);
        assertThat(status.condition(ConditionType.AuthenticationFailed)).isEmpty();
    }

    @Test
    @Tag("long")
    void secretsAreReadAgainEveryMinute() {
        scene.secret("patient", "reader", WRONG);
        scene.apply("patient", spec(locked, "patient", "secretRef: {name: patient}"));
        assertThat(Scene.ready(scene.awaitJudged("patient")).reason()).isEqualTo(Reason.Unauthorized);

        scene.secret("patient", "reader", RIGHT);

        scene.awaitFor("patient", Duration.ofSeconds(70), HealingIT::isReady);
    }

    @Test
    @Tag("long")
    void whatMayPassIsTriedAgainAfterHalfAMinute() {
        healthy.fault(RequestKind.BLOB_GET, 1, Fault.status(500));
        scene.apply("passing", spec(healthy, "passing", ""));
        ImageMirrorStatus failed = scene.awaitJudged("passing");
        assertThat(Scene.ready(failed).status()).isEqualTo(ConditionStatus.False);

        ImageMirrorStatus healed = scene.awaitFor("passing", Duration.ofSeconds(45), HealingIT::isReady);

        assertThat(Duration.between(Scene.time(failed.lastSyncTime()), Scene.time(healed.lastSyncTime())))
                .isBetween(Duration.ofSeconds(26), Duration.ofSeconds(40));
    }

    /// @param access a further line of the entry for the source's host; may be empty
    private static String spec(TestRegistry source, String name, String access) {
        return """
                sources:
                  - repository: %1$s/app
                target:
                  registry: %2$s
                  prefix: /%3$s
                  plainHTTP: true
                registries:
                  - host: %1$s
                    plainHTTP: true
                    %4$s
                """.formatted(source.registry(), target.registry(), name, access);
    }

    private static boolean isReady(ImageMirrorStatus status) {
        return Scene.ready(status).status() == ConditionStatus.True;
    }
}
