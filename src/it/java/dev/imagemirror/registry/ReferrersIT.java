package dev.imagemirror.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.auth.Credential;
import dev.imagemirror.content.PushResult;
import dev.imagemirror.content.Referrer;
import dev.imagemirror.copy.WriteLease;
import dev.imagemirror.images.Image;
import dev.imagemirror.images.Images;
import dev.imagemirror.images.Pusher;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.Registry;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.registry.testing.TestRegistry;
import dev.imagemirror.servers.Crane;
import dev.imagemirror.servers.RegistryOptions;
import dev.imagemirror.servers.RegistryServer;
import dev.imagemirror.sync.PathSeparator;
import dev.imagemirror.sync.ReferrerSearches;
import dev.imagemirror.sync.RegistryConnections;
import dev.imagemirror.sync.RepositorySpecification;
import dev.imagemirror.sync.SyncReport;
import dev.imagemirror.sync.SyncRequest;
import dev.imagemirror.sync.SyncRunner;
import dev.imagemirror.sync.TargetMapping;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Signatures and the like follow an index between two registries of distribution v3, which list them under tags; crane
/// judges.
class ReferrersIT {
    @AutoClose
    private final RegistryServer from = RegistryServer.start(RegistryOptions.named("referrers-source"));

    @AutoClose
    private final RegistryServer to = RegistryServer.start(RegistryOptions.named("referrers-target"));

    @AutoClose
    private final TestClient clients = new TestClient();

    @AutoClose
    private final ExecutorService executor = Executors.newCachedThreadPool();

    private final Tour source = clients.http(from.address(), Credential.ANONYMOUS);
    private final Tour target = clients.http(to.address(), Credential.ANONYMOUS);
    private final ReferrerSearches searches = new ReferrerSearches(Clock.systemUTC());
    private final Images images = new Images(11);

    @Test
    void theyFollowAnIndexAndItsManifests(@TempDir Path folder) {
        Image index = images.index("linux/amd64", "linux/arm64");
        push(index, "v1");
        Digest top = Digest.parse(index.digest());
        Digest child = Digest.parse(index.children().getFirst().digest());
        Digest bill = refer(child, 1);
        Digest signature = refer(bill, 2);
        Tag cosign = Tag.ofAttachments(top).getFirst();
        push(images.single(1, 100), cosign.text());

        SyncReport first = run();

        assertThat(first.isInSync()).isTrue();
        assertThat(first.tags()).hasSize(1);
        assertThat(referrers(child)).containsExactly(bill);
        assertThat(referrers(bill)).containsExactly(signature);
        assertSame(new Crane(folder), "v1", cosign.text());

        push(images.single(2, 100), cosign.text());
        Digest late = refer(top, 3);
        assertThat(run().copiedTags()).isZero();
        assertThat(referrers(top)).isEmpty();
        searches.forgetAll();
        assertThat(run().isInSync()).isTrue();
        assertThat(referrers(top)).containsExactly(late);
        assertSame(new Crane(folder), "v1", cosign.text());
    }

    private void push(Image image, String tag) {
        new Pusher().push(image, from.address() + "/app", tag);
    }

    /// Its content is told apart by its size.
    private Digest refer(Digest subject, int size) {
        Descriptor layer = source.push("app", size);
        Manifest manifest = Tour.manifest(TestRegistry.imageManifest(layer, layer)
                .replaceFirst(
                        "}$",
                        ",\"subject\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":10}}"
                                .formatted(MediaType.OCI_MANIFEST, subject)));
        assertThat(source.target("app").push(manifest)).isEqualTo(new PushResult.Done());
        return manifest.digest();
    }

    private List<Digest> referrers(Digest subject) {
        return target.source("app").referrers(subject).stream()
                .map(Referrer::descriptor)
                .map(Descriptor::digest)
                .toList();
    }

    private void assertSame(Crane crane, String... tags) {
        for (String tag : tags) {
            assertThat(crane.run("digest", to.address() + "/app:" + tag)
                            .orThrow()
                            .stdout())
                    .isEqualTo(crane.run("digest", from.address() + "/app:" + tag)
                            .orThrow()
                            .stdout());
        }
    }

    private SyncReport run() {
        SyncRequest request = SyncRequest.of(
                        List.of(RepositorySpecification.parse(from.address() + "/app")),
                        TargetMapping.of(Registry.parse(to.address()), "/", PathSeparator.SLASH),
                        4,
                        Duration.ofMinutes(1))
                .in(SyncRequest.Context.first().searching(searches));
        return new SyncRunner(
                        request,
                        new RegistryConnections(source.client()),
                        executor,
                        WriteLease.ALWAYS,
                        Clock.systemUTC())
                .run();
    }
}
