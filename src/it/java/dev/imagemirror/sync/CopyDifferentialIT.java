package dev.imagemirror.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.images.Corpus;
import dev.imagemirror.images.Corpus.Named;
import dev.imagemirror.images.OddImages;
import dev.imagemirror.images.Pusher;
import dev.imagemirror.servers.Crane;
import dev.imagemirror.servers.RegistryOptions;
import dev.imagemirror.servers.RegistryServer;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// crane, which shares no code with us, copies odd images to one repository of a distribution v3 and we to another:
/// behind each tag both hold the same.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CopyDifferentialIT {
    private static final long SEED = 7;
    private static final int TAGS = 60;
    private static final String REPOSITORY = "team/odd";

    private final RegistryServer source = RegistryServer.start(options("odd-source"));
    private final RegistryServer target = RegistryServer.start(options("odd-target"));

    @AfterAll
    void close() {
        source.close();
        target.close();
    }

    @Test
    void craneAndWeCopyTheSame(@TempDir Path folder) {
        OddImages images = new OddImages(SEED);
        Corpus corpus = new Corpus(IntStream.range(0, TAGS)
                .mapToObj(number -> new Named(REPOSITORY, "v" + number, images.next()))
                .toList());
        Pusher pusher = new Pusher();
        String from = source.address() + "/" + REPOSITORY;
        corpus.tags().forEach(named -> pusher.push(named.image(), from, named.tag()));

        new Crane(folder)
                .run("copy", "--all-tags", from, target.address() + "/crane/" + REPOSITORY)
                .orThrow();
        try (HttpEngine engine = new HttpEngine()) {
            SyncReport report = engine.run(engine.request(from, target.address(), "/ours", SyncMemory.NONE));
            assertThat(report.failures()).isEmpty();
            assertThat(report.copiedTags()).isEqualTo(corpus.tags().size());
        }

        var theirs = new RepositoryContent(target.url(), "crane/" + REPOSITORY);
        var ours = new RepositoryContent(target.url(), "ours/" + REPOSITORY);
        for (Named named : corpus.tags()) {
            SortedSet<String> content = ours.of(named.tag());
            assertThat(content)
                    .as("%s %s", named.tag(), named.image().mediaType())
                    .contains("the tag names " + named.digest())
                    .isEqualTo(theirs.of(named.tag()));
        }
    }

    /// It would refuse foreign layers, which name an address of somewhere else.
    private static RegistryOptions options(String name) {
        return RegistryOptions.named(name).withStorageInMemory().with("REGISTRY_VALIDATION_DISABLED", "true");
    }
}
