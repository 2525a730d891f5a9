package dev.imagemirror.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Puts images into a registry, over plain HTTP: what an image refers to first, its tag last.
///
/// It knows what it pushed and does not ask again, so use a new one for a registry that lost something.
public final class Pusher {

    private static final String OCTETS = "application/octet-stream";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Set<String> pushed = ConcurrentHashMap.newKeySet();
    private final Optional<String> authorization;

    public Pusher() {
        this(Optional.empty());
    }

    private Pusher(Optional<String> authorization) {
        this.authorization = authorization;
    }

    public static Pusher withLogin(String user, String password) {
        String login = user + ":" + password;
        String encoded = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        return new Pusher(Optional.of("Basic " + encoded));
    }

    /// Pushes what is not there yet, and the tag in any case.
    ///
    /// @param repository with its registry, `127.0.0.1:5000/team/app`
    public void push(Image image, String repository, String tag) {
        int slash = repository.indexOf('/');
        String base = "http://" + repository.substring(0, slash) + "/v2" + repository.substring(slash);
        pushContent(image, base);
        putManifest(image, base, tag);
    }

    private void pushContent(Image image, String base) {
        image.blobs().forEach(blob -> pushBlob(blob, base));
        for (Image child : image.children()) {
            pushContent(child, base);
            String known = base + child.digest();
            // Noted when it is there and not before: another thread may push an index that needs it.
            if (!pushed.contains(known)) {
                putManifest(child, base, child.digest());
                pushed.add(known);
            }
        }
    }

    private void pushBlob(Blob blob, String base) {
        String known = base + blob.digest();
        if (pushed.contains(known)) {
            return;
        }
        String url = base + "/blobs/" + blob.digest();
        if (send(request(url).HEAD(), 200, 404).statusCode() == 404) {
            upload(blob, base);
        }
        pushed.add(known);
    }

    private void upload(Blob blob, String base) {
        String uploads = base + "/blobs/uploads/";
        HttpResponse<String> started = send(request(uploads).POST(BodyPublishers.noBody()), 202);
        String location = started.headers().firstValue("Location").orElseThrow();
        String url = URI.create(uploads).resolve(location).toString();
        String target = url + (url.contains("?") ? "&" : "?") + "digest=" + blob.digest();
        send(request(target).header("Content-Type", OCTETS).PUT(BodyPublishers.ofByteArray(blob.bytes())), 201);
    }

    private void putManifest(Image image, String base, String reference) {
        Blob manifest = image.manifest();
        send(
                request(base + "/manifests/" + reference)
                        .header("Content-Type", manifest.mediaType())
                        .PUT(BodyPublishers.ofByteArray(manifest.bytes())),
                201);
    }

    private HttpRequest.Builder request(String url) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        authorization.ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder builder, Integer... expected) {
        HttpRequest request = builder.build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (!Set.of(expected).contains(response.statusCode())) {
                throw new IllegalStateException(request.method() + " " + request.uri() + " answered "
                        + response.statusCode() + " " + response.body());
            }
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while pushing", e);
        }
    }
}
