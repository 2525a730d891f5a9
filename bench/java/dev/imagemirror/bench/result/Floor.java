package dev.imagemirror.bench.result;

import dev.imagemirror.bench.image.ImageSet;
import dev.imagemirror.bench.image.Start;
import dev.imagemirror.bench.net.Rates;
import dev.imagemirror.images.Blob;
import dev.imagemirror.images.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The least that a correct copy costs with this registry; `docs/benchmarks.md` has the argument for each number.
///
/// @param source requests
/// @param target requests
/// @param bytes  of blobs that have to move
public record Floor(long source, long target, long bytes) {

    /// Both repositories' lists.
    private static final Floor LISTS = new Floor(1, 1, 0);
    /// Asked on both sides, and equal.
    private static final Floor SAME = new Floor(1, 1, 0);
    /// Read at one side, written at the other.
    private static final Floor COPIED = new Floor(1, 1, 0);
    /// Read in one request, written in two: POST and PUT.
    private static final Floor MOVED = new Floor(1, 2, 0);
    private static final Floor MOUNTED = new Floor(0, 1, 0);

    /// Of copying this set to a target that holds this.
    public static Floor of(ImageSet set, Start.Holding holding) {
        Floor floor = LISTS;
        List<Image> missing = new ArrayList<>();
        for (Map.Entry<String, Image> tag : set.images().entrySet()) {
            Image there = holding.tags().get(tag.getKey());
            boolean same = there != null && there.digest().equals(tag.getValue().digest());
            if (there != null) {
                floor = floor.plus(SAME);
            }
            if (!same) {
                floor = floor.plus(COPIED);
                missing.add(tag.getValue());
            }
        }
        return floor.plus(content(missing, holding));
    }

    public long requests() {
        return source + target;
    }

    /// Seconds for the bytes through loopback, in and out, and through SHA-256; one does not wait for the other.
    public double seconds(Rates rates) {
        return Math.max(2 * bytes / rates.loopback(), bytes / rates.sha256());
    }

    /// What lies below the manifests that the missing tags name.
    private static Floor content(List<Image> missing, Start.Holding holding) {
        Map<String, Image> manifests = ImageSet.manifests(missing);
        Set<String> there =
                ImageSet.blobs(ImageSet.manifests(holding.present()).values()).keySet();
        Set<String> near =
                ImageSet.blobs(ImageSet.manifests(holding.sibling()).values()).keySet();
        missing.forEach(tagged -> manifests.remove(tagged.digest()));
        manifests.keySet().removeAll(ImageSet.manifests(holding.tags().values()).keySet());
        Floor floor = COPIED.times(manifests.size());
        manifests.putAll(ImageSet.manifests(missing));
        for (Blob blob : ImageSet.blobs(manifests.values()).values()) {
            if (near.contains(blob.digest())) {
                floor = floor.plus(MOUNTED);
            } else if (!there.contains(blob.digest())) {
                floor = floor.plus(MOVED).plus(new Floor(0, 0, blob.size()));
            }
        }
        return floor;
    }

    private Floor plus(Floor other) {
        return new Floor(source + other.source, target + other.target, bytes + other.bytes);
    }

    private Floor times(int factor) {
        return new Floor(source * factor, target * factor, bytes * factor);
    }
}
