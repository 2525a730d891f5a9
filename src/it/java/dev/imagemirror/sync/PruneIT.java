package dev.imagemirror.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.images.Images;
import dev.imagemirror.images.Pusher;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.servers.Crane;
import dev.imagemirror.servers.RegistryOptions;
import dev.imagemirror.servers.RegistryServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Tags of distribution v3 are deleted by name and by digest, and where it does not delete that is said; crane judges.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PruneIT {
    private static final PruneRules AT_ONCE = new PruneRules(
            PruneRules.Policy.DELETE,
            Set.of(PruneRules.Cause.GONE),
            Duration.ZERO,
            true,
            List.of(Pattern.compile("^prod$")),
            50);

    private final RegistryServer source =
            RegistryServer.start(RegistryOptions.named("prune-source").withStorageInMemory());
    private final RegistryServer target = RegistryServer.start(
            RegistryOptions.named("prune-target").withStorageInMemory().withDelete());
    private final Pusher pusher = new Pusher();
    private final Images images = new Images(5);

    @TempDir
    Path folder;

    @AfterAll
    void close() {
        source.close();
        target.close();
    }

    @Test
    void deletesByTagAndByDigest() {
        push(source, "app", "kept");
        push(target, "m/app", "old", "prod", "shared");
        var shared = images.single(1, 1000);
        pusher.push(shared, target.address() + "/m/app", "same");
        pusher.push(shared, target.address() + "/m/app", "prod");
        DeleteMeans means = new DeleteMeans();

        SyncReport first = run(target, "app~/kept|old/", means);
        assertThat(first.deleted()).extracting(TagReport::name).containsExactly("old");
        assertThat(tags("m/app")).containsExactlyInAnyOrder("kept", "prod", "same", "shared");

        means.learn(Repository.parse(target.address() + "/m/app"), DeleteMeans.Means.DIGESTS);
        SyncReport second = run(target, "app", means);
        assertThat(second.deleted())
                .as("prod holds the content of same")
                .extracting(TagReport::name)
                .containsExactly("shared");
        assertThat(tags("m/app")).containsExactlyInAnyOrder("kept", "prod", "same");
        assertThat(run(target, "app", means).isInSync()).isTrue();
    }

    @Test
    void whereNothingIsDeletedThatIsSaid() {
        try (RegistryServer fixed =
                RegistryServer.start(RegistryOptions.named("prune-fixed").withStorageInMemory())) {
            push(source, "fixed", "kept");
            push(fixed, "m/fixed", "old");

            SyncReport report = run(fixed, "fixed", new DeleteMeans());

            assertThat(report.deleted()).isEmpty();
            assertThat(Objects.requireNonNull(report.sources().getFirst().prune())
                            .kind())
                    .isEqualTo(FailureKind.PRUNE_UNSUPPORTED);
            assertThat(report.isInSync()).isTrue();
        }
    }

    private SyncReport run(RegistryServer to, String specification, DeleteMeans means) {
        try (HttpEngine engine = new HttpEngine()) {
            SyncRequest request = engine.request(
                            source.address() + "/" + specification, to.address(), "/m", SyncMemory.NONE)
                    .pruning(AT_ONCE);
            return engine.run(request.in(SyncRequest.Context.first().deleting(means)));
        }
    }

    private void push(RegistryServer registry, String repository, String... tags) {
        for (String tag : tags) {
            pusher.push(images.single(1, 1000), registry.address() + "/" + repository, tag);
        }
    }

    private List<String> tags(String repository) {
        return new Crane(folder)
                .run("ls", target.address() + "/" + repository)
                .orThrow()
                .stdout()
                .lines()
                .toList();
    }
}
