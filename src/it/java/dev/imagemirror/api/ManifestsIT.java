package dev.imagemirror.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagemirror.servers.CommandResult;
import dev.imagemirror.servers.Helm;
import dev.imagemirror.servers.Kubectl;
import dev.imagemirror.servers.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The chart, the install manifest and the examples on a real API server.
class ManifestsIT {
    private static final Path CHART = Path.of("helm", "imagemirror");
    private static final Path MANIFESTS = Path.of("manifests");

    private final Kubectl kubectl = TestCluster.kubectl();

    @BeforeAll
    static void install() {
        InstalledCrd.install();
    }

    @Test
    void theInstallManifestIsAccepted() {
        CommandResult applied = apply(MANIFESTS.resolve("install.yaml"));

        assertThat(applied.stdout())
                .contains(
                        "namespace/imagemirror-system",
                        "customresourcedefinition.apiextensions.k8s.io/imagemirrors.imagemirror.dev",
                        "serviceaccount/imagemirror",
                        "clusterrole.rbac.authorization.k8s.io/imagemirror",
                        "role.rbac.authorization.k8s.io/imagemirror-leader",
                        "deployment.apps/imagemirror");
        // The namespace asks for warnings about pods that the restricted profile would refuse.
        assertThat(applied.stderr()).doesNotContain("Warning");
    }

    @Test
    void theOperatorMayDoItsWorkAndNoMore() {
        apply(MANIFESTS.resolve("install.yaml"));

        for (String may : List.of(
                "list imagemirrors.imagemirror.dev -A",
                "watch imagemirrors.imagemirror.dev -A",
                "patch imagemirrors.imagemirror.dev --subresource=status -A",
                "get secrets -n default",
                "create events.events.k8s.io -n default",
                "create leases.coordination.k8s.io -n imagemirror-system",
                "patch leases.coordination.k8s.io/imagemirror-operator -n imagemirror-system")) {
            // The authorizer learns of new roles a moment after they are stored.
            await(may).until(() -> can(may), "yes"::equals);
        }
        for (String mayNot : List.of(
                "list secrets -n default",
                "watch secrets -n imagemirror-system",
                "update imagemirrors.imagemirror.dev -A",
                "update imagemirrors.imagemirror.dev --subresource=status -A",
                "delete imagemirrors.imagemirror.dev -A",
                "patch leases.coordination.k8s.io -n imagemirror-system",
                "create leases.coordination.k8s.io -n default",
                "patch events.events.k8s.io -n default",
                "get pods -n imagemirror-system",
                "get customresourcedefinitions.apiextensions.k8s.io")) {
            assertThat(can(mayNot)).as(mayNot).isEqualTo("no");
        }
    }

    @Test
    void watchedNamespacesGetARoleEachAndTheClusterNone(@TempDir Path folder) throws IOException {
        String rendered = template(
                folder,
                "--set=watchNamespaces={default,kube-public}",
                "--set=crds.enabled=false",
                "--set=rbac.aggregate=false",
                "--set=settings.plainHTTPHosts={10.0.0.1:5000,registry.local}",
                "--set=settings.statusBudget=1048576");
        Path file = Files.writeString(folder.resolve("rendered.yaml"), rendered);

        assertThat(rendered)
                .doesNotContain("ClusterRole", "CustomResourceDefinition")
                .contains("value: \"default,kube-public\"", "value: \"10.0.0.1:5000,registry.local\"", "\"1048576\"");
        assertThat(apply(file, "--dry-run=server").stdout()).contains("role.rbac.authorization.k8s.io/imagemirror");
    }

    @Test
    void theChartKeepsTheCrdUnlessToldOtherwise(@TempDir Path folder) {
        assertThat(template(folder)).contains("helm.sh/resource-policy: keep");
        assertThat(template(folder, "--set=crds.keep=false")).doesNotContain("helm.sh/resource-policy");
    }

    @Test
    void theChartRefusesValuesThatItDoesNotKnow(@TempDir Path folder) {
        for (String wrong : List.of(
                "settings.statusBudget=2000000",
                "setings.allowLoopback=true",
                "replicas=2,leaderElection.enabled=false",
                "watchNamespaces={Upper}")) {
            assertThat(helm(folder, "--set=" + wrong).exitCode()).as(wrong).isNotZero();
        }
        assertThat(new Helm(folder, folder.resolve("none"))
                        .run("lint", "--strict", CHART.toString())
                        .exitCode())
                .isZero();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theExampleIsAccepted(Path example) {
        CommandResult applied = apply(MANIFESTS.resolve("examples").resolve(example), "--dry-run=server");
        assertThat(applied.stdout()).contains("imagemirror.imagemirror.dev/");
    }

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(MANIFESTS.resolve("examples"))) {
            return files.map(Path::getFileName).sorted().toList().stream();
        }
    }

    private String can(String question) {
        String[] words =
                ("auth can-i --as=system:serviceaccount:imagemirror-system:imagemirror " + question).split(" ");
        return kubectl.run(words).stdout().strip();
    }

    private CommandResult apply(Path file, String... more) {
        Stream<String> line = Stream.of("apply", "--server-side", "--force-conflicts", "--validate=strict");
        return kubectl.run(Stream.concat(line, Stream.concat(Stream.of("-f", file.toString()), Stream.of(more)))
                        .toArray(String[]::new))
                .orThrow();
    }

    private static String template(Path folder, String... more) {
        return helm(folder, more).orThrow().stdout();
    }

    private static CommandResult helm(Path folder, String... more) {
        Stream<String> line = Stream.of("template", "imagemirror", CHART.toString(), "--namespace=default");
        return new Helm(folder, folder.resolve("none"))
                .run(Stream.concat(line, Stream.of(more)).toArray(String[]::new));
    }
}
