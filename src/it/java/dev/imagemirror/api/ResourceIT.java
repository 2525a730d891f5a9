package dev.imagemirror.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.servers.Kubectl;
import dev.imagemirror.servers.TestCluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A stored ImageMirror: what the API server adds, keeps and prints.
class ResourceIT {
    private static final Instant TIME = Instant.parse("2026-11-22T10:15:30Z");

    private final Kubectl kubectl = TestCluster.kubectl();
    private final String namespace = "resource-" + UUID.randomUUID().toString().substring(0, 8);
    private final KubernetesClient client = client();

    @BeforeAll
    static void install() {
        InstalledCrd.install();
    }

    @BeforeEach
    void namespace() {
        kubectl.run("create", "namespace", namespace).orThrow();
    }

    @AfterEach
    void close() {
        mirror("platform").delete();
        client.close();
    }

    @Test
    void aNewMirrorHasTheDefaultsOfTheSchemaAndNoOthers() {
        var stored = create();

        assertThat(stored.getStatus()).isNotNull();
        assertThat(stored.getStatus().observedGeneration()).isEqualTo(-1);
        assertThat(kubectl.run("get", "imir", "platform", "-n", namespace, "-o", "jsonpath={.spec}")
                        .orThrow()
                        .stdout())
                .contains("\"concurrency\":16", "\"imageTimeout\":\"30m\"", "\"pathSeparator\":\"/\"")
                .doesNotContain("interval", "suspend", "\"prefix\"", "plainHTTP");
    }

    @Test
    void theApiServerKeepsEveryFieldOfAStatus() {
        create();
        var status = status();

        mirror("platform").editStatus(mirror -> {
            mirror.setStatus(status);
            return mirror;
        });

        assertThat(mirror("platform").get().getStatus()).isEqualTo(status);
    }

    @Test
    void theColumnsStandInTheirOrder() {
        create();
        mirror("platform").editStatus(mirror -> {
            mirror.setStatus(status());
            return mirror;
        });

        List<String> lines = kubectl.run("get", "mirroring", "-n", namespace, "-o", "wide")
                .orThrow()
                .stdout()
                .lines()
                .toList();
        assertThat(cells(lines.getFirst()))
                .containsExactly(
                        "NAME",
                        "READY",
                        "TAGS",
                        "PRESENT",
                        "PENDING",
                        "FAILED",
                        "LAST SYNC",
                        "AGE",
                        "REASON",
                        "MESSAGE",
                        "TARGET",
                        "NEXT SYNC");
        assertThat(cells(lines.getLast()))
                .startsWith("platform", "False", "5", "3", "2", "1")
                .endsWith("SomeTagsFailed", "one of five", "registry.company.io", "2026-11-22T10:15:30Z");
    }

    private ImageMirror create() {
        String document = """
                apiVersion: imagemirror.dev/v1alpha1
                kind: ImageMirror
                metadata: {name: platform}
                spec:
                  sources: [{repository: alpine}]
                  target: {registry: registry.company.io}
                """;
        // As a person's file, not as our records: these would send the defaults along.
        client.resource(document).inNamespace(namespace).create();
        return mirror("platform").get();
    }

    private static ImageMirrorStatus status() {
        var tag = new TagStatus(
                "edge",
                "edge-mirrored",
                TagState.Changed,
                "sha256:a",
                "sha256:b",
                true,
                TIME,
                TIME,
                TagAction.Overwrite,
                Reason.TargetMoved,
                "moved");
        var source = new SourceStatus(
                "alpine",
                "docker.io/library/alpine",
                "registry.company.io/registry/hub/docker/com/library/alpine",
                new Counts(5, 3, 1, 1, 0, 0, 0, 0, 2, 1),
                TIME,
                1L,
                new SourceError(Reason.SourceUnreachable, "no answer"),
                List.of(tag));
        var ready = new Condition(
                ConditionType.Ready, ConditionStatus.False, Reason.SomeTagsFailed, "one of five", TIME, 1L);
        return new ImageMirrorStatus(
                1L,
                List.of(ready),
                new Summary(1, 5, 3, 1, 1, 0, 0, 0, 0, 2, 1, 1, 4096),
                new Progress(1, 5, 10, 20),
                List.of(source),
                TIME,
                TIME,
                TIME,
                "now");
    }

    private Resource<ImageMirror> mirror(String name) {
        return client.resources(ImageMirror.class).inNamespace(namespace).withName(name);
    }

    private static List<String> cells(String line) {
        return Arrays.asList(line.strip().split(" {2,}"));
    }

    private static KubernetesClient client() {
        try {
            String kubeconfig = Files.readString(TestCluster.kubeconfigFile());
            return new KubernetesClientBuilder()
                    .withConfig(Config.fromKubeconfig(kubeconfig))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
