package dev.imagemirror.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.bench.image.ImageSet;
import dev.imagemirror.bench.image.ImageSets;
import dev.imagemirror.bench.image.Start;
import dev.imagemirror.bench.net.Rates;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The formulas of the design, over sets that are small but of the same shape.
class FloorTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void aColdCopyReadsEachOnceAndWritesBlobsInTwoRequests() {
        ImageSet set = set("A");
        int manifests = set.manifests().size();
        int blobs = set.blobs().size();

        assertThat(floor(set, Start.EMPTY))
                .isEqualTo(new Floor(1 + manifests + blobs, 1 + 2 * blobs + manifests, set.bytes()));
    }

    @Test
    void theChildrenOfIndexesAreCopiedByDigest() {
        ImageSet set = set("C");
        int manifests = set.manifests().size();

        assertThat(manifests).isEqualTo(2 * 9);
        assertThat(floor(set, Start.EMPTY).source())
                .isEqualTo(1 + manifests + set.blobs().size());
        assertThat(floor(set, Start.SAME)).isEqualTo(new Floor(3, 3, 0));
    }

    @Test
    void tagsThatShareAnImageAreEachAskedForAndEachWritten() {
        ImageSet set = set("D");

        assertThat(set.tags()).isEqualTo(40);
        assertThat(set.manifests()).hasSize(4);
        assertThat(floor(set, Start.EMPTY).source())
                .isEqualTo(1 + 40 + set.blobs().size());
    }

    @Test
    void nothingMovesThatIsThere() {
        ImageSet set = set("A");
        int tags = set.tags();

        assertThat(floor(set, Start.SAME)).isEqualTo(new Floor(1 + tags, 1 + tags, 0));
        assertThat(floor(set, Start.BLOBS)).isEqualTo(new Floor(1 + tags, 1 + tags, 0));
        assertThat(floor(set, Start.SIBLING))
                .isEqualTo(new Floor(1 + tags, 1 + tags + set.blobs().size(), 0));
    }

    @Test
    void aMovedTagIsAskedForReadAndWritten() {
        ImageSet set = set("A");
        int tags = set.tags();

        Floor floor = floor(set, Start.MOVED);

        // Its configuration is nowhere at the target; its layers are, in other images.
        assertThat(floor).isEqualTo(new Floor(1 + tags + 1 + 1, 1 + tags + 1 + 2, floor.bytes()));
        assertThat(floor.bytes()).isPositive().isLessThan(set.bytes());
    }

    @Test
    void bytesTakeTheSlowerOfBothWays() {
        assertThat(new Floor(0, 0, 100).seconds(new Rates(100, 1000))).isEqualTo(2.0);
        assertThat(new Floor(0, 0, 100).seconds(new Rates(1000, 100))).isEqualTo(1.0);
    }

    private ImageSet set(String name) {
        return new ImageSets(folder, ImageSets.Scale.QUICK).get(name);
    }

    private static Floor floor(ImageSet set, Start start) {
        return Floor.of(set, start.of(set));
    }
}
