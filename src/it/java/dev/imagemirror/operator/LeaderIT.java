package dev.imagemirror.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.api.ConditionStatus;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestRegistry;
import dev.imagemirror.servers.ApiServer;
import dev.imagemirror.servers.Etcd;
import dev.imagemirror.servers.OperatorProcess;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Several operators, of which one works, and one that cannot know whether it still leads. The API server is one of its
/// own, since it is made to fail.
@Tag("long")
class LeaderIT {
    private static Etcd etcd;
    private static ApiServer cluster;

    private final TestRegistry source = TestRegistry.start();
    private final TestRegistry target = TestRegistry.start();
    private Scene scene;

    @BeforeAll
    static void startCluster() {
        etcd = Etcd.start();
        cluster = ApiServer.start(etcd);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
        etcd.close();
    }

    @BeforeEach
    void start() {
        scene = new Scene(cluster.kubeconfigFile());
    }

    @AfterEach
    void stop() {
        scene.close();
        source.close();
        target.close();
    }

    @Test
    void anotherTakesOver() {
        source.addImage("app", "1", "words");
        try (OperatorProcess first = operator("first")) {
            awaitLeader("first");
            try (OperatorProcess second = operator("second")) {
                long before = System.nanoTime();
                first.kill();
                scene.apply("orphan", spec());

                awaitLeader("second");
                assertThat(Scene.ready(scene.awaitJudged("orphan")).status()).isEqualTo(ConditionStatus.True);
                assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(25));
                assertThat(second.logTail()).contains("leading as second");
            }
        }
    }

    /// A leader that ends in good order does not let the others wait.
    @Test
    void aLeaderThatStopsGivesTheLeaseBack() {
        try (OperatorProcess first = operator("first")) {
            awaitLeader("first");
            first.stop();

            assertThat(holder()).isEmpty();
        }
    }

    @Test
    void whoCannotRenewTheLeaseWritesNoTagAnyMore() {
        int tags = 400;
        for (int tag = 0; tag < tags; tag++) {
            source.addImage("app", "t" + tag, "words of " + tag);
        }
        Gate gate = new Gate();
        source.faultAlways(RequestKind.MANIFEST_GET, gate.fault());
        try (OperatorProcess operator = operator("lonely")) {
            scene.apply("cut-off", spec());
            gate.pass(20);
            Awaitility.await().until(() -> target.count(RequestKind.MANIFEST_PUT) >= 15);

            cluster.stop();
            long stopped = System.nanoTime();
            // The source goes on all the time, one manifest after another.
            Awaitility.await()
                    .atMost(Duration.ofSeconds(15))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> {
                        gate.pass(1);
                        return System.nanoTime() - stopped
                                > Duration.ofMillis(10_500).toNanos();
                    });
            int written = target.count(RequestKind.MANIFEST_PUT);
            gate.open();
            assertThat(written).isBetween(20, tags - 1);
            Awaitility.await("no tag is written")
                    .during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(4))
                    .until(() -> target.count(RequestKind.MANIFEST_PUT) == written);

            cluster.restart();
            assertThat(Scene.summary(scene.awaitJudged("cut-off")).present()).isEqualTo(tags);
            assertThat(operator.logTail()).doesNotContain("ERROR");
        }
    }

    private OperatorProcess operator(String name) {
        return OperatorProcess.start(scene.operator(
                        List.of(source.registry().name(), target.registry().name()))
                .with("HOSTNAME", name));
    }

    private void awaitLeader(String name) {
        Awaitility.await("leader " + name)
                .atMost(Duration.ofSeconds(25))
                .until(() ->
                        holder().filter(holder -> holder.startsWith(name + "-")).isPresent());
    }

    private Optional<String> holder() {
        Lease lease = scene.client()
                .leases()
                .inNamespace(scene.namespace())
                .withName(Leadership.LEASE)
                .get();
        return Optional.ofNullable(lease)
                .map(found -> found.getSpec().getHolderIdentity())
                .filter(holder -> !holder.isEmpty());
    }

    private String spec() {
        return Scene.mirroring(
                source.registry().name(), "app", target.registry().name(), "concurrency: 4");
    }
}
