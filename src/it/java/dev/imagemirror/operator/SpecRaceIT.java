package dev.imagemirror.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.api.CrdTestResource;
import dev.imagemirror.api.ImageMirrorStatus;
import dev.imagemirror.api.Reason;
import dev.imagemirror.servers.ClusterTestResource;
import dev.imagemirror.servers.TestCluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A specification that is edited just while a status write is in flight is not lost. The framework's own status update
/// loses it (java-operator-sdk #3398): with the status handed to `UpdateControl.patchStatus` the edit before the write
/// is sent was never seen; the one after it was.
///
/// The client of the operator holds each write of a finished run until somebody else's edit is stored. That run is the
/// last thing that happens for an hour, so nothing else brings the edit to the operator's attention.
@QuarkusTest
@TestProfile(SpecRaceIT.Profile.class)
@WithTestResource(ClusterTestResource.class)
@WithTestResource(CrdTestResource.class)
class SpecRaceIT {
    private static final String NAMESPACE = "spec-race";
    private static final Race RACE = new Race();

    private static Scene scene;

    public static final class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.operator-sdk.namespaces", NAMESPACE, "imagemirror.leader-election.enabled", "false");
        }

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(RacingClient.class);
        }
    }

    /// The operator's client, with [#RACE] at every request.
    @Alternative
    @Singleton
    static class RacingClient {
        @Produces
        @Singleton
        @Alternative
        KubernetesClient client(Config config, KubernetesSerialization serialization) {
            return new KubernetesClientBuilder()
                    .withConfig(config)
                    .withKubernetesSerialization(serialization)
                    .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("race", RACE))
                    .build();
        }
    }

    enum Moment {
        BEFORE_IT_IS_SENT,
        BEFORE_IT_RETURNS
    }

    /// Edits the mirror once, at the wrong moment.
    private static final class Race implements Interceptor {
        private record Arm(String mirror, Moment moment) {}

        private final AtomicReference<@Nullable Arm> arm = new AtomicReference<>();

        void arm(String mirror, Moment moment) {
            arm.set(new Arm(mirror, moment));
        }

        boolean hasHappened() {
            return arm.get() == null;
        }

        @Override
        public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            edit(request, Moment.BEFORE_IT_IS_SENT);
        }

        @Override
        public void after(
                HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
            edit(request, Moment.BEFORE_IT_RETURNS);
        }

        private void edit(HttpRequest request, Moment now) {
            Arm armed = arm.get();
            if (armed != null
                    && armed.moment() == now
                    && request.method().equals("PATCH")
                    && request.uri().getPath().endsWith("/" + armed.mirror() + "/status")
                    && String.valueOf(request.bodyString()).contains("lastSyncTime")
                    && arm.compareAndSet(armed, null)) {
                // kubectl, since the operator's own client may not be asked from here.
                TestCluster.kubectl()
                        .run(
                                "patch",
                                "imagemirrors.imagemirror.dev",
                                armed.mirror(),
                                "-n=" + NAMESPACE,
                                "--type=merge",
                                "-p={\"spec\":{\"interval\":\"2h\"}}")
                        .orThrow();
            }
        }
    }

    @BeforeAll
    static void start() {
        scene = new Scene(TestCluster.kubeconfigFile(), NAMESPACE);
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    @ParameterizedTest
    @EnumSource
    void anEditWhileAStatusIsWrittenIsSeen(Moment moment) {
        String name = moment.name().toLowerCase(Locale.ROOT).replace('_', '-');
        RACE.arm(name, moment);

        // Refused by the operator's settings, so the run ends at once and needs no registry.
        scene.apply(name, """
                sources:
                  - repository: 127.0.0.1:1/app
                target: {registry: "127.0.0.1:2"}
                registries:
                  - {host: "127.0.0.1:1", plainHTTP: true}
                interval: 1h
                """);

        ImageMirrorStatus status = scene.awaitFor(
                name, Duration.ofSeconds(10), now -> now.observedGeneration() != null && now.observedGeneration() == 2);
        assertThat(RACE.hasHappened()).isTrue();
        assertThat(scene.mirror(name).require().getMetadata().getGeneration()).isEqualTo(2);
        ImageMirrorStatus judged = scene.awaitJudged(name);
        assertThat(Scene.ready(judged).reason()).isEqualTo(Reason.PolicyDenied);
        assertThat(status.conditions()).isNotEmpty();
    }
}
