package dev.imagemirror.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.copy.PlatformFilter;
import dev.imagemirror.copy.PlatformSubset;
import dev.imagemirror.images.Image;
import dev.imagemirror.images.Images;
import dev.imagemirror.images.Pusher;
import dev.imagemirror.oci.Platform;
import dev.imagemirror.servers.Crane;
import dev.imagemirror.servers.RegistryOptions;
import dev.imagemirror.servers.RegistryServer;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Some platforms of an image between two of distribution v3; crane judges.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlatformsIT {
    private static final String AMD64 = "linux/amd64";
    private static final PlatformFilter FILTER = new PlatformFilter(Set.of(Platform.parse(AMD64)));

    private final RegistryServer source =
            RegistryServer.start(RegistryOptions.named("platforms-source").withStorageInMemory());
    private final RegistryServer target =
            RegistryServer.start(RegistryOptions.named("platforms-target").withStorageInMemory());
    private final HttpEngine engine = new HttpEngine();
    private final Image image = new Images(3).attested(AMD64, "linux/arm64", "linux/arm/v7");

    @TempDir
    Path folder;

    @BeforeAll
    void push() {
        new Pusher().push(image, source.address() + "/app", "1");
    }

    @AfterAll
    void close() {
        engine.close();
        source.close();
        target.close();
    }

    @Test
    void aSmallerIndexSettlesAtPresent() {
        PlatformSubset subset = new PlatformSubset.Rewritten(FILTER);
        SyncReport first = run(target, "/smaller", subset, SyncMemory.NONE);

        assertThat(first.isInSync()).isTrue();
        assertThat(manifest(target, "smaller/app"))
                .contains(image.children().get(0).digest())
                .as("its attestation")
                .contains(image.children().get(1).digest())
                .doesNotContain(image.children().get(2).digest());
        long written = target.requests("manifest", "put");

        SyncReport second = run(target, "/smaller", subset, SyncMemory.of(first));
        assertThat(second.tags()).extracting(TagReport::state).containsExactly(TagState.PRESENT);
        assertThat(target.requests("manifest", "put")).isEqualTo(written);
    }

    @Test
    void aRegistryThatWantsAllOfAnIndexRefusesASparseOne() {
        SyncReport report = run(target, "/refused", new PlatformSubset.Sparse(FILTER), SyncMemory.NONE);

        assertThat(report.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(FailureKind.PUSH_REJECTED))
                .extracting(Failure::detail)
                .asString()
                .contains("platformMode");
    }

    @Test
    void aRegistryThatLooksAtNoPlatformTakesIt() {
        RegistryOptions options = RegistryOptions.named("platforms-tolerant")
                .withStorageInMemory()
                .with("REGISTRY_VALIDATION_MANIFESTS_INDEXES_PLATFORMS", "none");
        try (RegistryServer tolerant = RegistryServer.start(options)) {
            PlatformSubset subset = new PlatformSubset.Sparse(FILTER);
            SyncReport first = run(tolerant, "/sparse", subset, SyncMemory.NONE);

            assertThat(first.isInSync()).isTrue();
            assertThat(crane("digest", tolerant.address() + "/sparse/app:1").strip())
                    .isEqualTo(image.digest());
            assertThat(crane(
                            "validate",
                            "--remote",
                            tolerant.address() + "/sparse/app@"
                                    + image.children().getFirst().digest()))
                    .contains("PASS");
            long written = tolerant.requests("manifest", "put");
            assertThat(run(tolerant, "/sparse", subset, SyncMemory.of(first)).isInSync())
                    .isTrue();
            assertThat(tolerant.requests("manifest", "put")).isEqualTo(written);
        }
    }

    private SyncReport run(RegistryServer to, String prefix, PlatformSubset subset, SyncMemory memory) {
        RepositorySpecification specification =
                RepositorySpecification.parse(source.address() + "/app:1").with(new CopyOptions(subset, true));
        return engine.run(engine.request(specification, to.address(), prefix, memory));
    }

    private String manifest(RegistryServer registry, String repository) {
        return crane("manifest", registry.address() + "/" + repository + ":1");
    }

    private String crane(String... arguments) {
        return new Crane(folder).run(arguments).orThrow().stdout();
    }
}
