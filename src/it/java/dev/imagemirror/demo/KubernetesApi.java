package dev.imagemirror.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemirror.servers.ClusterAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/// What the demo asks of the API server, as its administrator.
final class KubernetesApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final ClusterAccess access;
    private final Path kubeconfig;
    private final HttpClient http;

    KubernetesApi(ClusterAccess access, Path kubeconfig) {
        this.access = access;
        this.kubeconfig = kubeconfig;
        this.http = HttpClient.newBuilder().sslContext(access.tls()).build();
    }

    String url() {
        return access.url();
    }

    Path kubeconfig() {
        return kubeconfig;
    }

    JsonNode get(String path) {
        return send(request(path).header("Accept", "application/json"));
    }

    /// What `kubectl get` shows.
    JsonNode table(String path) {
        return send(request(path).header("Accept", TABLE));
    }

    void apply(Path file) {
        Yaml.read(file).forEach(this::apply);
    }

    /// Creates or changes an object, as `kubectl apply --server-side` does.
    void apply(JsonNode object) {
        patch(path(object) + "?fieldManager=demo&force=true", "application/apply-patch+yaml", object);
    }

    /// Changes some fields of an object, as `kubectl patch --type=merge` does.
    void merge(String path, JsonNode changes) {
        patch(path, "application/merge-patch+json", changes);
    }

    /// Waits until the API server knows a new kind of objects.
    void awaitServed(String path) {
        long start = System.nanoTime();
        while (exchange(request(path).build()).statusCode() != 200) {
            if (System.nanoTime() - start > TIMEOUT.toNanos()) {
                throw new IllegalStateException(path + " is not served within " + TIMEOUT.toSeconds() + " s");
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private void patch(String path, String mediaType, JsonNode body) {
        send(request(path).header("Content-Type", mediaType).method("PATCH", BodyPublishers.ofString(body.toString())));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(access.url() + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + access.adminToken());
    }

    private JsonNode send(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        HttpResponse<String> response = exchange(request);
        try {
            JsonNode body = JSON.readTree(response.body());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(
                        request.method() + " " + request.uri().getPath() + " was refused: "
                                + body.path("message").asText(response.body()));
            }
            return body;
        } catch (IOException e) {
            throw new UncheckedIOException(request.uri() + " did not answer with JSON", e);
        }
    }

    private HttpResponse<String> exchange(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException("no answer from " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// Where an object is. The plurals of all kinds that the demo uses are regular.
    private static String path(JsonNode object) {
        String version = object.path("apiVersion").asText();
        String kind = object.path("kind").asText().toLowerCase(Locale.ROOT);
        String namespace = switch (kind) {
            case "customresourcedefinition" -> "";
            default ->
                "/namespaces/" + object.path("metadata").path("namespace").asText("default");
        };
        String name = object.path("metadata").path("name").asText();
        return (version.contains("/") ? "/apis/" : "/api/") + version + namespace + "/" + kind + "s/" + name;
    }
}
