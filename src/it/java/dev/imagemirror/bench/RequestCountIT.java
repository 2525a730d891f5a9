package dev.imagemirror.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.bench.image.ImageSet;
import dev.imagemirror.bench.image.ImageSets;
import dev.imagemirror.bench.image.Start;
import dev.imagemirror.bench.result.Case;
import dev.imagemirror.bench.result.Floor;
import dev.imagemirror.bench.result.Road;
import dev.imagemirror.bench.result.Round;
import dev.imagemirror.bench.tool.Crane;
import dev.imagemirror.bench.tool.Java;
import dev.imagemirror.bench.tool.Warm;
import dev.imagemirror.servers.ServerBinaries;
import dev.imagemirror.servers.ServerFolder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Exact counts against distribution, for sets of every shape: the least, and what the engine spends beyond it. A
/// number that goes down is to be taken over here; one that goes up is a fault. Crane checks each result.
class RequestCountIT {
    /// Beside the registries' storage, which takes layers over without a copy.
    private static final Path FOLDER = ServerFolder.create("counts");

    private static ImageSets sets;
    private static Warm engine;

    @BeforeAll
    static void start() {
        sets = new ImageSets(FOLDER, ImageSets.Scale.QUICK);
        engine = new Warm(Java.main(Toolbox.ENGINE), FOLDER.resolve("log"));
    }

    @AfterAll
    static void stop() {
        engine.close();
        ServerFolder.delete(FOLDER);
    }

    /// Beyond the least at the source and at the target. Only a target repository that has tags already costs
    /// more: four requests where tags moved, one where all blobs are there and most tags are not.
    @ParameterizedTest
    @CsvSource({
        "A, EMPTY,   0, 0",
        "A, SAME,    0, 0",
        "A, MOVED,   0, 4",
        "A, BLOBS,   0, 1",
        "A, SIBLING, 0, 0",
        "C, EMPTY,   0, 0",
        "C, SAME,    0, 0",
        "D, EMPTY,   0, 0",
    })
    void spendsNoMoreThanThis(String set, Start start, int source, int target) {
        assertCounts(set, start, Road.DIRECT, source, target);
    }

    /// Every layer is above the size from which it is streamed in a request of its own.
    @Test
    void spendsOneMoreForEachLargeBlob() {
        ImageSet set = sets.get("B");
        assertThat(set.largeBlobs()).isEqualTo(19);
        assertCounts("B", Start.EMPTY, Road.DIRECT, 0, 19);
    }

    /// Each side refuses one request and then gets a token.
    @Test
    void learnsOnceThatTokensAreWanted() {
        assertCounts("A", Start.EMPTY, Road.TOKEN, 1, 1);
    }

    private static void assertCounts(String name, Start start, Road road, int source, int target) {
        ImageSet set = sets.get(name);
        Floor least = Floor.of(set, start.of(set));
        Case what = new Case("counted", "Counted.", name, start, road, List.of(), 1, 0);
        try (Stage stage = new Stage(road)) {
            stage.source().storage().put(set.repository(), set);
            Judge judge = new Judge(new Crane(ServerBinaries.path("crane"), 1));

            Round round = new Runner.Turn(what, set, stage, judge).take(engine);

            assertThat(round.problem()).isEmpty();
            System.out.printf(
                    "%s %s: %s + %s, the goal is %d + %d%n",
                    name, start, round.source(), round.target(), least.source(), least.target());
            assertThat(round.source().total() - least.source())
                    .as("source, beyond the least")
                    .isEqualTo(source);
            assertThat(round.target().total() - least.target())
                    .as("target, beyond the least")
                    .isEqualTo(target);
        }
    }
}
