package dev.imagemirror.images;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Makes images: the same seed and the same calls give the same images. Every image is different from all others of the
/// same `Images`. Sizes are bytes per layer.
public final class Images {

    private static final String PLATFORM = "linux/amd64";
    private static final int LAYERS = 2;
    private static final int BYTES = 2000;

    private final Random random;

    public Images(long seed) {
        random = new Random(seed);
    }

    /// An OCI image.
    public Image single(int layers, int bytes) {
        return manifest(MediaTypes.OCI, PLATFORM, layers, bytes);
    }

    /// A layer that several images can share.
    public Layer layer(int bytes) {
        return Layer.random(MediaTypes.OCI.layer, random, bytes);
    }

    /// An OCI image of these layers, which its name tells from others with the same layers.
    public Image of(String name, List<Layer> layers) {
        return manifest(MediaTypes.OCI, PLATFORM, layers, name);
    }

    /// A Docker image (schema 2).
    public Image docker(int layers, int bytes) {
        return manifest(MediaTypes.DOCKER, PLATFORM, layers, bytes);
    }

    /// An OCI index of small images, `linux/amd64`, `linux/arm/v7`.
    public Image index(String... platforms) {
        return index(LAYERS, BYTES, platforms);
    }

    public Image index(int layers, int bytes, String... platforms) {
        return index(MediaTypes.OCI, layers, bytes, platforms);
    }

    /// A Docker manifest list of small images.
    public Image dockerList(String... platforms) {
        return index(MediaTypes.DOCKER, LAYERS, BYTES, platforms);
    }

    /// An OCI index as BuildKit writes it: next to each image an attestation, which says of its own platform that it is
    /// `unknown/unknown`.
    public Image attested(String... platforms) {
        SequencedMap<String, List<Layer>> layers = new LinkedHashMap<>();
        for (String platform : platforms) {
            layers.put(platform, List.of(layer(BYTES), layer(BYTES)));
        }
        return attested(layers);
    }

    /// The same with these layers for each platform.
    public Image attested(SequencedMap<String, List<Layer>> layers) {
        List<Image> children = new ArrayList<>();
        List<String> descriptors = new ArrayList<>();
        for (var platform : layers.entrySet()) {
            Image child = manifest(MediaTypes.OCI, platform.getKey(), platform.getValue());
            Image attestation = attestation();
            children.addAll(List.of(child, attestation));
            descriptors.add(descriptor(child));
            String subject = ManifestText.annotations(
                    "vnd.docker.reference.digest", child.digest(), "vnd.docker.reference.type", "attestation-manifest");
            descriptors.add(ManifestText.descriptor(
                    attestation.manifest(), subject + ManifestText.platform(attestation.platform())));
        }
        return index(MediaTypes.OCI, children, descriptors);
    }

    /// An OCI index that lists an image and another index.
    public Image nested(String... platforms) {
        return listing(index(platforms), single(LAYERS, BYTES));
    }

    /// An OCI index that lists these images.
    public Image listing(Image... images) {
        List<Image> children = List.of(images);
        return index(
                MediaTypes.OCI,
                children,
                children.stream().map(Images::descriptor).toList());
    }

    /// Many OCI images that differ by an annotation only: one request each to push or to copy, after the first.
    public List<Image> tiny(int count) {
        Image first = single(1, 100);
        List<Blob> layers = first.blobs().subList(1, first.blobs().size());
        return IntStream.range(0, count)
                .mapToObj(number -> {
                    String annotation = ManifestText.annotations("dev.imagemirror.number", Integer.toString(number));
                    String text = ManifestText.manifest(
                            first.mediaType(), first.blobs().getFirst(), layers, annotation);
                    return new Image(Blob.of(first.mediaType(), text), PLATFORM, first.blobs(), List.of());
                })
                .toList();
    }

    private Image manifest(MediaTypes types, String platform, int count, int bytes) {
        List<Layer> layers = IntStream.range(0, count)
                .mapToObj(number -> Layer.random(types.layer, random, bytes))
                .toList();
        return manifest(types, platform, layers);
    }

    private static Image manifest(MediaTypes types, String platform, List<Layer> layers) {
        return manifest(types, platform, layers, "");
    }

    private static Image manifest(MediaTypes types, String platform, List<Layer> layers, String label) {
        Blob config = Blob.of(types.config, ManifestText.config(platform, layers, label));
        List<Blob> blobs = layers.stream().map(Layer::blob).toList();
        Blob manifest = Blob.of(types.manifest, ManifestText.manifest(types.manifest, config, blobs, ""));
        List<Blob> all = Stream.concat(Stream.of(config), blobs.stream()).toList();
        return new Image(manifest, platform, all, List.of());
    }

    private Image attestation() {
        Blob statement = Blob.of(
                "application/vnd.in-toto+json",
                "{\"_type\":\"https://in-toto.io/Statement/v0.1\",\"predicate\":{\"number\":" + random.nextLong()
                        + "}}");
        return manifest(MediaTypes.OCI, "unknown/unknown", List.of(new Layer(statement, statement.digest())));
    }

    private Image index(MediaTypes types, int layers, int bytes, String... platforms) {
        List<Image> children = Stream.of(platforms)
                .map(platform -> manifest(types, platform, layers, bytes))
                .toList();
        return index(types, children, children.stream().map(Images::descriptor).toList());
    }

    private static Image index(MediaTypes types, List<Image> children, List<String> descriptors) {
        Blob manifest = Blob.of(types.index, ManifestText.index(types.index, descriptors, ""));
        return new Image(manifest, "", List.of(), children);
    }

    private static String descriptor(Image image) {
        return ManifestText.descriptor(image.manifest(), ManifestText.platform(image.platform()));
    }
}
