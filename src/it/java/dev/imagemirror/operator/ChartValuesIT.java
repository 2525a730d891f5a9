package dev.imagemirror.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.imagemirror.servers.CommandResult;
import dev.imagemirror.servers.Helm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What values of the chart become in its Deployment.
class ChartValuesIT {
    @TempDir
    private Path folder;

    @Test
    void proxiesBecomeTheVariablesThatProgramsKnow() throws JsonProcessingException {
        JsonNode container = container(
                "proxy.https=http://proxy.company.io:3128",
                "proxy.http=http://proxy.company.io:3129",
                "proxy.noProxy={10.0.0.0/8,.company.io}");

        Map<String, String> variables = new TreeMap<>();
        container
                .at("/env")
                .forEach(entry -> variables.put(
                        entry.at("/name").asText(), entry.at("/value").asText()));
        assertThat(variables)
                .containsEntry("HTTPS_PROXY", "http://proxy.company.io:3128")
                .containsEntry("HTTP_PROXY", "http://proxy.company.io:3129")
                .containsEntry("NO_PROXY", "10.0.0.0/8,.company.io");
        assertThat(container.has("envFrom")).isFalse();
    }

    @Test
    void aProxyWithAPasswordComesFromASecret() throws JsonProcessingException {
        assertThat(container("proxy.secretName=way-out")
                        .at("/envFrom/0/secretRef/name")
                        .asText())
                .isEqualTo("way-out");
        assertThat(template("proxy.https=http://me:secret@proxy.company.io").exitCode())
                .isNotZero();
    }

    @Test
    void withoutProxiesNoVariableIsSet() throws JsonProcessingException {
        assertThat(container("replicas=1").at("/env").findValuesAsText("name"))
                .noneMatch(name -> name.endsWith("PROXY"));
    }

    private JsonNode container(String... values) throws JsonProcessingException {
        JsonNode deployment =
                new YAMLMapper().readTree(template(values).orThrow().stdout());
        return deployment.at("/spec/template/spec/containers/0");
    }

    private CommandResult template(String... values) {
        List<String> arguments = new ArrayList<>(
                List.of("template", "imagemirror", "helm/imagemirror", "-s", "templates/deployment.yaml"));
        Stream.of(values).forEach(value -> arguments.addAll(List.of("--set", value)));
        return new Helm(folder, folder.resolve("none")).run(arguments.toArray(String[]::new));
    }
}
