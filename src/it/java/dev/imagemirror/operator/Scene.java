package dev.imagemirror.operator;

import dev.imagemirror.api.Condition;
import dev.imagemirror.api.ConditionStatus;
import dev.imagemirror.api.ConditionType;
import dev.imagemirror.api.ImageMirror;
import dev.imagemirror.api.ImageMirrorStatus;
import dev.imagemirror.api.InstalledCrd;
import dev.imagemirror.api.SourceStatus;
import dev.imagemirror.api.Summary;
import dev.imagemirror.registry.testing.TestRegistry;
import dev.imagemirror.servers.Kubectl;
import dev.imagemirror.servers.OperatorProcess;
import dev.imagemirror.servers.RegistryServer;
import dev.imagemirror.servers.TestCluster;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A namespace of its own on the real API server, and what tests do in it.
final class Scene implements AutoCloseable {
    static final String PUSH_SECRET = "push-credentials";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KubernetesClient client;
    private final Path kubeconfigFile;
    private final String namespace;

    /// On the cluster of all tests.
    Scene() {
        this(TestCluster.kubeconfigFile());
    }

    Scene(Path kubeconfigFile) {
        this(kubeconfigFile, "test-" + UUID.randomUUID().toString().substring(0, 8));
    }

    Scene(Path kubeconfigFile, String namespace) {
        this.kubeconfigFile = kubeconfigFile;
        this.namespace = namespace;
        try {
            InstalledCrd.install(new Kubectl(kubeconfigFile));
            String kubeconfig = Files.readString(kubeconfigFile);
            client = new KubernetesClientBuilder()
                    .withConfig(Config.fromKubeconfig(kubeconfig))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
    }

    KubernetesClient client() {
        return client;
    }

    String namespace() {
        return namespace;
    }

    /// How an operator of this namespace is started.
    ///
    /// @param plainHttpHosts registries that mirrors may speak plain HTTP to
    OperatorProcess.Options operator(List<String> plainHttpHosts) {
        return new OperatorProcess.Options(kubeconfigFile, namespace, plainHttpHosts, "128m");
    }

    /// The same with registries of tests, which all speak plain HTTP.
    OperatorProcess.Options operator(TestRegistry... registries) {
        return operator(Stream.of(registries)
                .map(registry -> registry.registry().name())
                .toList());
    }

    /// A Secret with a user name and password.
    void secret(String name, String user, String password) {
        secret(name, "kubernetes.io/basic-auth", Map.of("username", user, "password", password));
    }

    void secret(String name, String type, Map<String, String> data) {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withType(type)
                        .withStringData(data)
                        .build())
                .createOr(existing -> existing.update());
    }

    /// The Secret that the target registry of tests takes.
    void pushSecret() {
        secret(PUSH_SECRET, RegistryServer.USER, RegistryServer.PASSWORD);
    }

    /// Creates or changes a mirror.
    ///
    /// @param spec the YAML below `spec:`
    ImageMirror apply(String name, String spec) {
        String document = """
                apiVersion: imagemirror.dev/v1alpha1
                kind: ImageMirror
                metadata:
                  name: %s
                  namespace: %s
                spec:
                %s
                """.formatted(name, namespace, spec.indent(2));
        return client.resource(Serialization.unmarshal(document, ImageMirror.class))
                .fieldManager("test")
                .forceConflicts()
                .serverSideApply();
    }

    /// What stands below `spec:` of a mirror between two registries that speak plain HTTP; it writes below `/mirror`.
    ///
    /// @param source host and port
    /// @param specification of its repositories, without the registry
    /// @param target host and port
    /// @param more further lines of YAML, may be empty
    static String mirroring(String source, String specification, String target, String more) {
        return """
                sources:
                  - repository: %1$s/%2$s
                target: {registry: %3$s, prefix: /mirror, plainHTTP: true}
                registries:
                  - {host: %1$s, plainHTTP: true}
                %4$s
                """.formatted(source, specification, target, more);
    }

    Resource<ImageMirror> mirror(String name) {
        return client.resources(ImageMirror.class).inNamespace(namespace).withName(name);
    }

    ImageMirrorStatus status(String name) {
        return status(mirror(name).require());
    }

    private static ImageMirrorStatus status(ImageMirror mirror) {
        return mirror.getStatus() == null ? ImageMirrorStatus.empty() : mirror.getStatus();
    }

    /// Waits until the status is as wanted, and gives it.
    ImageMirrorStatus await(String name, Predicate<ImageMirrorStatus> wanted) {
        return awaitMirror(name, PATIENCE, mirror -> wanted.test(status(mirror)));
    }

    ImageMirrorStatus awaitFor(String name, Duration patience, Predicate<ImageMirrorStatus> wanted) {
        return awaitMirror(name, patience, mirror -> wanted.test(status(mirror)));
    }

    /// Waits until a run of the present generation has ended, however it ended.
    ImageMirrorStatus awaitJudged(String name) {
        return awaitMirror(name, PATIENCE, Scene::isJudged);
    }

    private ImageMirrorStatus awaitMirror(String name, Duration patience, Predicate<ImageMirror> wanted) {
        return status(Awaitility.await("status of " + name)
                .atMost(patience)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> mirror(name).require(), wanted));
    }

    private static boolean isJudged(ImageMirror mirror) {
        ImageMirrorStatus status = status(mirror);
        return mirror.getMetadata().getGeneration().equals(status.observedGeneration())
                && status.progress() == null
                && status.condition(ConditionType.Ready)
                        .map(Condition::status)
                        .filter(ready -> ready != ConditionStatus.Unknown)
                        .isPresent();
    }

    /// The numbers of a status that must have some.
    static Summary summary(ImageMirrorStatus status) {
        return Objects.requireNonNull(status.summary(), "summary");
    }

    /// A time of a status that must have it.
    static Instant time(@Nullable Instant time) {
        return Objects.requireNonNull(time, "time");
    }

    /// Its only source.
    static SourceStatus source(ImageMirrorStatus status) {
        return status.sources().getFirst();
    }

    static Condition ready(ImageMirrorStatus status) {
        return status.condition(ConditionType.Ready).orElseThrow();
    }

    /// Asks for a run and waits until it has ended.
    ImageMirrorStatus request(String name) {
        String value = requestWithoutWaiting(name);
        return await(name, status -> value.equals(status.lastHandledReconcileAt()) && status.progress() == null);
    }

    /// Asks for a run.
    ///
    /// @return what stands in the status as `lastHandledReconcileAt` when it has ended
    String requestWithoutWaiting(String name) {
        String value = UUID.randomUUID().toString();
        mirror(name).edit(mirror -> {
            mirror.getMetadata().setAnnotations(Map.of(ImageMirror.REQUESTED_AT, value));
            return mirror;
        });
        return value;
    }

    /// Events of one mirror, by their reasons.
    List<Event> events(String name) {
        return client.events().v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> event.getRegarding().getName().equals(name))
                .toList();
    }

    void awaitEvent(String name, String reason) {
        Awaitility.await(reason)
                .until(() -> events(name).stream()
                        .anyMatch(event -> event.getReason().equals(reason)));
    }

    @Override
    public void close() {
        client.namespaces().withName(namespace).delete();
        client.close();
    }
}
