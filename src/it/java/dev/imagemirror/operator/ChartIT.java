package dev.imagemirror.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.api.Condition;
import dev.imagemirror.api.ConditionStatus;
import dev.imagemirror.api.Reason;
import dev.imagemirror.registry.testing.TestRegistry;
import dev.imagemirror.servers.ApiServer;
import dev.imagemirror.servers.Etcd;
import dev.imagemirror.servers.Helm;
import dev.imagemirror.servers.Kubectl;
import dev.imagemirror.servers.OperatorProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The chart's own permissions are enough: the operator does its whole work with a token of the chart's ServiceAccount,
/// watching all namespaces as the chart's default is. The API server is one of its own, since that operator would work
/// on the mirrors of all other tests.
///
/// That it can fail was tried with two of its rules: without the one for events no event comes, without the one for
/// secrets there is no Ready mirror.
class ChartIT {
    private static final String SYSTEM = "imagemirror-system";

    private static Etcd etcd;
    private static ApiServer cluster;
    private static Kubectl kubectl;

    @BeforeAll
    static void startCluster() {
        etcd = Etcd.start();
        cluster = ApiServer.start(etcd);
        kubectl = new Kubectl(cluster.kubeconfigFile());
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
        etcd.close();
    }

    @Test
    void itsPermissionsAreEnough(@TempDir Path folder) throws IOException {
        install(folder);
        try (TestRegistry source = TestRegistry.start();
                TestRegistry target = TestRegistry.start().requireBasic("writer", "word");
                Scene scene = new Scene(cluster.kubeconfigFile());
                OperatorProcess operator = operator(folder, source, target)) {
            source.addImage("app", "1", "words");
            scene.secret(Scene.PUSH_SECRET, "writer", "word");
            scene.apply("charted", specification(source, target, "/mirror"));

            Condition ready = Scene.ready(scene.awaitJudged("charted"));
            assertThat(ready.status()).as(ready.message()).isEqualTo(ConditionStatus.True);
            assertThat(target.tagged("mirror/app", "1")).isEqualTo(source.tagged("app", "1"));
            scene.awaitEvent("charted", "SyncSucceeded");

            removeRuleOfSecrets();
            scene.apply("blind", specification(source, target, "/other"));
            Condition blind = Scene.ready(scene.awaitJudged("blind"));
            assertThat(blind.reason()).isEqualTo(Reason.PolicyDenied);
            assertThat(blind.message())
                    .contains(
                            "the Secret 'push-credentials'",
                            "may not read it",
                            "in the namespace '" + scene.namespace());
            assertThat(target.tagged("other/app", "1")).isEmpty();

            operator.stop();
            assertThat(lease(scene)).as("given back").isEmpty();
            assertThat(Files.readString(operator.log()).toLowerCase(Locale.ROOT))
                    .doesNotContain("forbidden");
        }
    }

    private static String specification(TestRegistry source, TestRegistry target, String prefix) {
        return """
                sources:
                  - repository: %1$s/app
                target:
                  registry: %2$s
                  prefix: %3$s
                  plainHTTP: true
                  secretRef: {name: push-credentials}
                registries:
                  - {host: %1$s, plainHTTP: true}
                """.formatted(source.registry().name(), target.registry().name(), prefix);
    }

    private static void removeRuleOfSecrets() {
        String rule = "{.rules[2].resources[0]}";
        assertThat(kubectl.run("get", "clusterrole", "imagemirror", "-o", "jsonpath=" + rule)
                        .orThrow()
                        .stdout())
                .isEqualTo("secrets");
        kubectl.run(
                        "patch",
                        "clusterrole",
                        "imagemirror",
                        "--type=json",
                        "-p",
                        "[{\"op\": \"remove\", \"path\": \"/rules/2\"}]")
                .orThrow();
    }

    private static void install(Path folder) throws IOException {
        String rendered = new Helm(folder, folder.resolve("none"))
                .run("template", "imagemirror", "helm/imagemirror", "--namespace", SYSTEM)
                .orThrow()
                .stdout();
        Path file = Files.writeString(folder.resolve("rendered.yaml"), rendered);
        kubectl.run("create", "namespace", SYSTEM).orThrow();
        kubectl.run("apply", "--server-side", "-f", file.toString()).orThrow();
    }

    private static OperatorProcess operator(Path folder, TestRegistry source, TestRegistry target) {
        String token = kubectl.run("create", "token", "imagemirror", "-n", SYSTEM)
                .orThrow()
                .stdout()
                .strip();
        Path kubeconfig = cluster.access().writeKubeconfig(folder.resolve("kubeconfig"), token);
        List<String> hosts = List.of(source.registry().name(), target.registry().name());
        // No namespaces: all of them.
        return OperatorProcess.start(new OperatorProcess.Options(kubeconfig, SYSTEM, hosts, "128m")
                .with("QUARKUS_OPERATOR_SDK_NAMESPACES", ""));
    }

    private static String lease(Scene scene) {
        return scene.client()
                .leases()
                .inNamespace(SYSTEM)
                .withName(Leadership.LEASE)
                .require()
                .getSpec()
                .getHolderIdentity();
    }
}
