package dev.imagemirror.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a repository of a registry holds, read over plain HTTP without the product's help, and written down so that two
/// repositories can be compared. For one thread.
final class RepositoryContent {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] ACCEPT = {
        "Accept",
        "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, "
                + "application/vnd.docker.distribution.manifest.list.v2+json, "
                + "application/vnd.docker.distribution.manifest.v2+json"
    };

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;

    /// @param url of the registry
    RepositoryContent(String url, String repository) {
        base = url + "/v2/" + repository;
    }

    /// A line for each manifest and blob behind this tag, in any depth, with the digest of the bytes that came, and for
    /// those that are not there.
    SortedSet<String> of(String tag) {
        SortedSet<String> lines = new TreeSet<>();
        HttpResponse<byte[]> answer = get("/manifests/" + tag);
        lines.add("the tag names " + digest(answer.body()));
        readManifest(answer, lines);
        return lines;
    }

    private void readManifest(HttpResponse<byte[]> answer, SortedSet<String> lines) {
        String type = answer.headers().firstValue("Content-Type").orElse("");
        if (!lines.add("manifest %d %s %s".formatted(answer.statusCode(), type, digest(answer.body())))) {
            return;
        }
        JsonNode document = json(answer.body());
        if (document.has("config")) {
            readBlob(document.path("config"), lines);
        }
        document.path("layers").forEach(layer -> readBlob(layer, lines));
        document.path("manifests")
                .forEach(child ->
                        readManifest(get("/manifests/" + child.path("digest").asText()), lines));
    }

    private void readBlob(JsonNode descriptor, SortedSet<String> lines) {
        String digest = descriptor.path("digest").asText();
        HttpResponse<byte[]> answer = get("/blobs/" + digest);
        lines.add(
                answer.statusCode() == 200
                        ? "blob %s has the bytes %s".formatted(digest, digest(answer.body()))
                        : "blob %s %d".formatted(digest, answer.statusCode()));
    }

    private HttpResponse<byte[]> get(String path) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(base + path)).headers(ACCEPT).build();
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(request.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(byte[] bytes) {
        try {
            MessageDigest computation = MessageDigest.getInstance("SHA-256");
            return "sha256:" + HexFormat.of().formatHex(computation.digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
