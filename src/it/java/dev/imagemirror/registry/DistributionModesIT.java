package dev.imagemirror.registry;

import static dev.imagemirror.registry.TestClient.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.auth.Credential;
import dev.imagemirror.content.Blob;
import dev.imagemirror.content.Deletion;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.VerifyingStream;
import dev.imagemirror.images.Images;
import dev.imagemirror.images.Pusher;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.registry.testing.TestRegistry;
import dev.imagemirror.servers.Crane;
import dev.imagemirror.servers.RegistryOptions;
import dev.imagemirror.servers.RegistryServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Distribution v3 without a password, in its modes.
class DistributionModesIT {
    private static final String READ_ONLY = "{readonly: {enabled: true}}";

    private final TestClient client = new TestClient();

    @AfterEach
    void close() {
        client.close();
    }

    /// Addresses of uploads are relative in the one case, and absolute in the other.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everythingWorksWithoutAPassword(boolean relative, @TempDir Path folder) {
        RegistryOptions options = RegistryOptions.named("open").withDelete();
        try (RegistryServer server =
                RegistryServer.start(options.with("REGISTRY_HTTP_RELATIVEURLS", String.valueOf(relative)))) {
            Tour tour = client.http(server.address(), Credential.ANONYMOUS);

            Digest image = tour.writeAndRead();

            assertThat(new Crane(folder)
                            .run("digest", server.address() + "/app:v2")
                            .orThrow()
                            .stdout())
                    .startsWith(image.text());
            assertThat(new Crane(folder)
                            .run("validate", "--fast", "--remote", server.address() + "/app:v1")
                            .orThrow()
                            .stdout())
                    .contains("PASS");
            assertThat(tour.client().catalog(tour.registry()))
                    .extracting(Repository::path)
                    .contains("app");
            tour.delete(image, Deletion.DONE);
        }
    }

    @Test
    void otherAlgorithmsThanTheUsualOneAreVerifiedToo() throws IOException {
        try (RegistryServer server = RegistryServer.start(RegistryOptions.named("sha512"))) {
            Tour tour = client.http(server.address(), Credential.ANONYMOUS);
            byte[] bytes = {1, 2, 3};
            Digest digest = Digest.parse("sha512:" + "0".repeat(128));
            Digest right = digest.sameAlgorithm(digest.computation().digest(bytes));
            var blob = new Descriptor(MediaType.OCI_MANIFEST, right, bytes.length);

            tour.target("app").push(new Blob(blob, new VerifyingStream(new ByteArrayInputStream(bytes), blob)));

            try (Blob opened = tour.source("app").open(blob)) {
                assertThat(opened.stream().readAllBytes()).isEqualTo(bytes);
            }
        }
    }

    @Test
    void whereNothingCanBeDeletedThatIsSaid() {
        try (RegistryServer server = RegistryServer.start(RegistryOptions.named("keeping"))) {
            Tour tour = client.http(server.address(), Credential.ANONYMOUS);

            tour.delete(tour.writeAndRead(), Deletion.UNSUPPORTED);
        }
    }

    @Test
    void aReadOnlyRegistryIsReadAndRejectsWrites() {
        RegistryOptions options =
                RegistryOptions.named("readonly").withDelete().with("REGISTRY_STORAGE_MAINTENANCE", READ_ONLY);
        try (RegistryServer server = RegistryServer.start(options)) {
            Tour tour = client.http(server.address(), Credential.ANONYMOUS);

            Failure blob = failure(() -> tour.push("app", 10));
            Manifest manifest = Tour.manifest(
                    TestRegistry.imageManifest(new Descriptor(MediaType.OCI_MANIFEST, Digest.of(new byte[0]), 0)));
            Failure tag = failure(() -> tour.target("app").tag(manifest, Tour.FIRST));

            assertThat(tour.source("app").tags()).isEmpty();
            assertThat(blob.kind()).isEqualTo(FailureKind.PUSH_REJECTED);
            assertThat(blob.toString())
                    .startsWith("target " + server.address() + "/app: could not write blob sha256:")
                    .endsWith("HTTP 405: Method not allowed");
            assertThat(tag.kind()).isEqualTo(FailureKind.PUSH_REJECTED);
            assertThat(tour.target("app")
                            .mount(manifest.raw().descriptor(), new Repository(tour.registry(), "elsewhere")))
                    .isFalse();
            assertThat(tour.target("app").delete(Tour.FIRST)).isEqualTo(Deletion.UNSUPPORTED);
        }
    }

    @Test
    void aPullThroughCacheIsReadAndNeitherWrittenNorDeleted() {
        try (RegistryServer origin = RegistryServer.start(RegistryOptions.named("origin"));
                RegistryServer cache = RegistryServer.start(
                        RegistryOptions.named("cache").with("REGISTRY_PROXY_REMOTEURL", origin.url()))) {
            var image = new Images(4).single(1, 3_000);
            new Pusher().push(image, origin.address() + "/app", "v1");
            Tour tour = client.http(cache.address(), Credential.ANONYMOUS);

            assertThat(tour.source("app").tags().orElseThrow().tags()).containsExactly(new Tag("v1"));
            assertThat(tour.source("app")
                            .fetch(Tour.FIRST)
                            .orElseThrow()
                            .digest()
                            .text())
                    .isEqualTo(image.digest());
            assertThat(failure(() -> tour.push("app", 10)).kind()).isEqualTo(FailureKind.PUSH_REJECTED);
            assertThat(tour.target("app").delete(Tour.FIRST)).isEqualTo(Deletion.UNSUPPORTED);
        }
    }
}
