package dev.imagemirror.bench.image;

import dev.imagemirror.images.Blob;
import dev.imagemirror.images.Image;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/// A repository's worth of images.
///
/// @param name   `A`, or `A/100` for the same with a hundred tags
/// @param images by tag
public record ImageSet(String name, SequencedMap<String, Image> images) {

    /// Above this the product streams a blob in a request of its own.
    private static final int LARGE = 1 << 20;

    public ImageSet {
        images = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(images));
    }

    /// Its repository at the source.
    public String repository() {
        return "bench/" + name.toLowerCase(Locale.ROOT).replace('/', '-');
    }

    public int tags() {
        return images.size();
    }

    /// Every manifest, indexes and what they list, by digest.
    public Map<String, Image> manifests() {
        return manifests(images.values());
    }

    /// Every blob by digest.
    public Map<String, Blob> blobs() {
        return blobs(manifests().values());
    }

    /// All blobs together.
    public long bytes() {
        return blobs().values().stream().mapToLong(Blob::size).sum();
    }

    public long largeBlobs() {
        return blobs().values().stream().filter(blob -> blob.size() > LARGE).count();
    }

    /// `1000 tags, 1000 manifests, 1470 blobs, 34.7 MB`.
    public String describe() {
        return String.format(
                Locale.ROOT,
                "%d tags, %d manifests, %d blobs, %.1f MB",
                tags(),
                manifests().size(),
                blobs().size(),
                bytes() / 1e6);
    }

    public static Map<String, Image> manifests(Collection<Image> images) {
        Map<String, Image> found = new LinkedHashMap<>();
        images.forEach(image -> add(image, found));
        return found;
    }

    public static Map<String, Blob> blobs(Collection<Image> manifests) {
        Map<String, Blob> found = new LinkedHashMap<>();
        manifests.forEach(image -> image.blobs().forEach(blob -> found.putIfAbsent(blob.digest(), blob)));
        return found;
    }

    private static void add(Image image, Map<String, Image> found) {
        if (found.putIfAbsent(image.digest(), image) == null) {
            image.children().forEach(child -> add(child, found));
        }
    }
}
