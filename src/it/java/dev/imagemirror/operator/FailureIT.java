package dev.imagemirror.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.api.Condition;
import dev.imagemirror.api.ConditionStatus;
import dev.imagemirror.api.ConditionType;
import dev.imagemirror.api.ImageMirrorStatus;
import dev.imagemirror.api.Reason;
import dev.imagemirror.api.TagState;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestRegistry;
import dev.imagemirror.servers.OperatorProcess;
import dev.imagemirror.servers.RegistryOptions;
import dev.imagemirror.servers.RegistryServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What bad input gets: a condition with its reason, a message that helps, one event, the right time for the next run,
/// and never a wrong tag on the target. The registries are scripted, one for each misbehaviour, and asked directly.
class FailureIT {
    private static final String WRONG = "wr0ng-pa55word";
    private static final String RIGHT = "right-password";
    private static final String SOURCE_CURE = "the Secret of registries[] for this host";
    private static final String TARGET_CURE = "the Secret of target.secretRef";

    private static final TestRegistry healthy = source();
    private static final TestRegistry locked = source().requireBasic("reader", RIGHT);
    private static final TestRegistry cutting = source().faultAlways(RequestKind.BLOB_GET, new Fault.Cut(0));
    private static final TestRegistry shortening = source().faultAlways(
                    RequestKind.BLOB_GET, new Fault.Change(answer -> answer.with(Payload.of(new byte[3]))));
    private static final TestRegistry corrupting = source().faultAlways(RequestKind.BLOB_GET, Fault.corrupt());
    private static final TestRegistry paging = source().pageSize(2)
            .faultAlways(RequestKind.TAGS, new Fault.Change(page -> isLast(page) ? TestAnswer.of(500) : page));
    private static final TestRegistry target = TestRegistry.start();
    private static final TestRegistry lockedTarget = TestRegistry.start().requireBasic("writer", RIGHT);
    private static final TestRegistry noManifests =
            TestRegistry.start().faultAlways(RequestKind.MANIFEST_PUT, Fault.status(500));
    private static final TestRegistry noUploads =
            TestRegistry.start().faultAlways(RequestKind.UPLOAD_POST, Fault.status(500));

    private static RegistryServer stopped;
    private static Scene scene;
    private static OperatorProcess operator;

    @BeforeAll
    static void start() {
        stopped = RegistryServer.start(RegistryOptions.named("stopped"));
        stopped.stop();
        scene = new Scene();
        scene.secret("wrong", "reader", WRONG);
        scene.secret("opaque", "Opaque", Map.of("username", "reader", "password", WRONG));
        scene.secret("no-config", "kubernetes.io/dockerconfigjson", Map.of(".dockerconfigjson", "{\"auths\": [1]}"));
        scene.secret(
                "bad-entry",
                "kubernetes.io/dockerconfigjson",
                Map.of(".dockerconfigjson", "{\"auths\": {\"" + host(locked) + "\": {\"auth\": \"%" + WRONG + "\"}}}"));
        List<String> hosts = Stream.concat(
                        Stream.of(stopped.address()), registries().map(FailureIT::host))
                .toList();
        operator = OperatorProcess.start(scene.operator(hosts));
    }

    @AfterAll
    static void stop() {
        operator.close();
        scene.close();
        stopped.close();
        registries().forEach(TestRegistry::close);
    }

    static Stream<FailureCase> cases() {
        return Stream.of(
                retried("stopped-source", Reason.SourceUnreachable, "tried again; check the host")
                        .from(stopped.address(), "")
                        .with(ConditionType.SourceUnreachable),
                waiting("unknown-repository", Reason.SourceNotFound, "correct its name")
                        .from(host(target), ""),
                waiting("wrong-password", Reason.Unauthorized, "correct user and password in " + SOURCE_CURE)
                        .from(host(locked), "wrong")
                        .with(ConditionType.AuthenticationFailed),
                waiting("wrong-push-password", Reason.Unauthorized, "correct user and password in " + TARGET_CURE)
                        .to(host(lockedTarget), "wrong")
                        .with(ConditionType.AuthenticationFailed),
                retried("no-manifests", Reason.TargetUnreachable, "tried again; check the host")
                        .to(host(noManifests), ""),
                retried("no-uploads", Reason.TargetUnreachable, "tried again; check the host")
                        .to(host(noUploads), ""),
                retried("cut-blob", Reason.SourceUnreachable, "tried again; check the host")
                        .from(host(cutting), "")
                        .with(ConditionType.SourceUnreachable),
                retried("short-blob", Reason.DigestMismatch, "nothing was written, it is tried again")
                        .from(host(shortening), ""),
                retried("corrupt-blob", Reason.DigestMismatch, "nothing was written, it is tried again")
                        .from(host(corrupting), ""),
                retried("second-page", Reason.SourceUnreachable, "tried again; check the host")
                        .from(host(paging), "")
                        .with(ConditionType.SourceUnreachable),
                waiting("missing-secret", Reason.SecretNotFound, "create it or correct secretRef")
                        .from(host(locked), "nowhere")
                        .with(ConditionType.AuthenticationFailed),
                waiting("missing-push-secret", Reason.SecretNotFound, "create it or correct secretRef")
                        .to(host(lockedTarget), "nowhere")
                        .with(ConditionType.AuthenticationFailed),
                waiting("opaque-secret", Reason.InvalidSecret, "write it anew")
                        .from(host(locked), "opaque")
                        .with(ConditionType.AuthenticationFailed),
                waiting("no-docker-config", Reason.InvalidSecret, "write it anew")
                        .from(host(locked), "no-config")
                        .with(ConditionType.AuthenticationFailed),
                waiting("bad-push-entry", Reason.InvalidSecret, "write it anew")
                        .to(host(lockedTarget), "bad-entry")
                        .with(ConditionType.AuthenticationFailed));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isToldAndWritesNothingWrong(FailureCase broken) {
        scene.apply(broken.name(), broken.spec(host(healthy)));
        ImageMirrorStatus status = scene.awaitJudged(broken.name());

        Condition ready = Scene.ready(status);
        assertThat(ready.status()).isEqualTo(ConditionStatus.False);
        assertThat(ready.reason()).as(ready.message()).isEqualTo(broken.reason());
        String failing = sourceIsBroken(broken) ? broken.source() + "/app" : broken.target() + "/" + broken.name();
        assertThat(ready.message()).contains(failing, broken.words());
        checkConditions(broken, status);
        checkNextRun(broken, status);
        checkOneEvent(broken);
        checkTarget(broken, status);
        assertThat(Serialization.asJson(scene.status(broken.name()))).doesNotContain(WRONG, RIGHT);
    }

    @Test
    void passwordsStayOutOfTheLog() throws IOException {
        FailureCase broken = cases().filter(each -> each.name().equals("wrong-push-password"))
                .findFirst()
                .orElseThrow();
        scene.apply("secretive", broken.spec(host(healthy)));
        scene.awaitJudged("secretive");

        assertThat(Files.readString(operator.log())).doesNotContain(WRONG, RIGHT);
        assertThat(scene.events("secretive")).noneMatch(event -> event.getNote().contains(WRONG));
    }

    private static void checkConditions(FailureCase broken, ImageMirrorStatus status) {
        for (ConditionType type : List.of(
                ConditionType.SourceUnreachable, ConditionType.AuthenticationFailed, ConditionType.RateLimited)) {
            boolean expected = broken.condition().filter(type::equals).isPresent();
            assertThat(status.condition(type).isPresent()).as(type.name()).isEqualTo(expected);
        }
        broken.condition().flatMap(status::condition).ifPresent(condition -> {
            assertThat(condition.status()).isEqualTo(ConditionStatus.True);
            assertThat(condition.reason()).isEqualTo(broken.reason());
            assertThat(condition.message()).contains(broken.words());
        });
        assertThat(status.condition(ConditionType.TargetOutOfSync).isPresent())
                .isEqualTo(Scene.summary(status).pending() > 0);
        assertThat(status.condition(ConditionType.Stalled)).isEmpty();
        assertThat(status.condition(ConditionType.Reconciling)).isEmpty();
    }

    private static void checkNextRun(FailureCase broken, ImageMirrorStatus status) {
        Duration pause = Duration.between(Scene.time(status.lastSyncTime()), Scene.time(status.nextSyncTime()));
        if (broken.retried()) {
            // 30 s ±10 %, and times in whole seconds.
            assertThat(pause).isBetween(Duration.ofSeconds(26), Duration.ofSeconds(34));
        } else {
            assertThat(pause).isBetween(Duration.ofMinutes(53), Duration.ofMinutes(67));
        }
    }

    /// Two more runs that fail alike. The second begins only after all events of the first are written.
    private static void checkOneEvent(FailureCase broken) {
        scene.request(broken.name());
        scene.request(broken.name());
        scene.awaitEvent(broken.name(), "SyncFailed");
        assertThat(scene.events(broken.name()))
                .filteredOn(event -> event.getReason().equals("SyncFailed"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getType()).isEqualTo("Warning");
                    assertThat(event.getNote()).contains(broken.words()).doesNotContain(WRONG, RIGHT);
                });
    }

    private static void checkTarget(FailureCase broken, ImageMirrorStatus status) {
        for (TestRegistry each : List.of(target, lockedTarget, noManifests, noUploads)) {
            for (String tag : List.of("1", "2", "3")) {
                assertThat(each.tagged(broken.name() + "/app", tag)).isEmpty();
            }
        }
        if (sourceIsBroken(broken)) {
            assertThat(target.tagged(broken.name() + "/fine", "1")).isEqualTo(healthy.tagged("fine", "1"));
            assertThat(status.sources().getFirst().tags())
                    .allSatisfy(tag -> assertThat(tag.state()).isEqualTo(TagState.Present))
                    .hasSize(1);
        }
    }

    private static boolean sourceIsBroken(FailureCase broken) {
        return broken.target().equals(host(target));
    }

    private static FailureCase retried(String name, Reason reason, String words) {
        return new FailureCase(name, host(healthy), host(target), "", "", reason, Optional.empty(), true, words);
    }

    private static FailureCase waiting(String name, Reason reason, String words) {
        return new FailureCase(name, host(healthy), host(target), "", "", reason, Optional.empty(), false, words);
    }

    private static TestRegistry source() {
        TestRegistry registry = TestRegistry.start();
        registry.addImage("fine", "1", "fine words");
        for (String tag : List.of("1", "2", "3")) {
            registry.addImage("app", tag, "words of " + tag);
        }
        return registry;
    }

    private static Stream<TestRegistry> registries() {
        return Stream.of(
                healthy, locked, cutting, shortening, corrupting, paging, target, lockedTarget, noManifests, noUploads);
    }

    private static boolean isLast(TestAnswer page) {
        return page.headers().stream().noneMatch(header -> header.getKey().equals("Link"));
    }

    private static String host(TestRegistry registry) {
        return registry.registry().name();
    }
}
