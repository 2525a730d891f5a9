package dev.imagemirror.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemirror.servers.TestCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the API server refuses at `kubectl apply`, and that it accepts everything else. Nothing is stored.
class CrdValidationIT {
    private static final Path CASES = Path.of("src", "it", "resources", "crd");
    private static final Path VECTORS = Path.of("src", "test", "resources", "vectors", "specifications.json");
    private static final String EXPECT = "# expect: ";

    /// Specifications that the schema cannot see to be wrong. A line here is a mistake that shows only in the status.
    private static final List<String> SEEN_BY_THE_OPERATOR_ONLY = List.of();

    private static KubernetesClient client;

    @BeforeAll
    static void install() throws IOException {
        InstalledCrd.install();
        String kubeconfig = Files.readString(TestCluster.kubeconfigFile());
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig))
                .build();
    }

    @AfterAll
    static void close() {
        client.close();
    }

    @ParameterizedTest
    @MethodSource("invalidCases")
    void refuses(Path document) throws IOException {
        String text = Files.readString(CASES.resolve("invalid").resolve(document));
        String first = text.lines().findFirst().orElseThrow();
        assertThat(first).as("first line").startsWith(EXPECT);

        assertThat(refusal(text)).contains(first.substring(EXPECT.length()));
    }

    @ParameterizedTest
    @MethodSource("validCases")
    void accepts(Path document) throws IOException {
        String text = Files.readString(CASES.resolve("valid").resolve(document));
        assertThatCode(() -> dryRun(text)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void judgesASpecificationAsTheVectorsDo(JsonNode vector) {
        String document = documentOf(vector.path("input").textValue());
        if (vector.has("digest")) {
            assertThat(refusal(document)).contains("needs sources[].target.tag");
        } else if (vector.has("refused")
                && !SEEN_BY_THE_OPERATOR_ONLY.contains(vector.path("input").textValue())) {
            assertThat(refusal(document)).contains("spec.sources[0].repository");
        } else {
            assertThatCode(() -> dryRun(document)).doesNotThrowAnyException();
        }
    }

    /// A wrong name has one message, so the first that a person reads is the one that helps.
    @Test
    void namesOneFaultAtATime() throws IOException {
        for (Path document : invalidCases()
                .filter(p -> p.toString().startsWith("repository-"))
                .toList()) {
            String refusal = refusal(Files.readString(CASES.resolve("invalid").resolve(document)));
            if (!refusal.contains("in body") && !refusal.contains("Too long")) {
                assertThat(refusal.split("spec\\.sources\\[0\\]", -1))
                        .as(refusal)
                        .hasSize(2);
            }
        }
    }

    static Stream<Path> invalidCases() throws IOException {
        return documents("invalid");
    }

    static Stream<Path> validCases() throws IOException {
        return documents("valid");
    }

    static Stream<JsonNode> vectors() throws IOException {
        JsonNode vectors = new ObjectMapper().readTree(VECTORS.toFile());
        return StreamSupport.stream(vectors.spliterator(), false);
    }

    private static Stream<Path> documents(String folder) throws IOException {
        try (Stream<Path> files = Files.list(CASES.resolve(folder))) {
            return files.map(Path::getFileName).sorted().toList().stream();
        }
    }

    private static String documentOf(String specification) {
        return Serialization.asYaml(Map.of(
                "apiVersion",
                "imagemirror.dev/v1alpha1",
                "kind",
                "ImageMirror",
                "metadata",
                Map.of("name", "vector"),
                "spec",
                Map.of(
                        "sources", List.of(Map.of("repository", specification)),
                        "target", Map.of("registry", "registry.company.io", "prefix", "/mirror"))));
    }

    private static String refusal(String document) {
        var refused = catchThrowableOfType(KubernetesClientException.class, () -> dryRun(document));
        assertThat(refused).as("accepted").isNotNull();
        assertThat(refused.getCode()).isEqualTo(422);
        return refused.getStatus().getMessage();
    }

    private static void dryRun(String document) {
        var resource = Serialization.unmarshal(document, GenericKubernetesResource.class);
        client.resource(resource).inNamespace("default").dryRun().create();
    }
}
