package dev.imagemirror.images;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Makes valid images of shapes that few people have seen: artifacts and lists of them, with and without a subject,
/// indexes in indexes, embedded data,
/// types of Docker and OCI in one index, manifests that do not name their type, and all the layers of [OddLayers].
/// What was made before is used again, so images share blobs and children, and an index may list one child twice. The
/// same seed and the same calls give the same images.
public final class OddImages {
    /// Deepest nesting of indexes that is copied.
    private static final int MAX_DEPTH = 4;

    private static final int MOST = 3;
    private static final Blob EMPTY_CONFIG = Blob.of("application/vnd.oci.empty.v1+json", "{}");
    private static final List<String> CONFIG_TYPES = List.of(
            "application/vnd.oci.image.config.v1+json",
            "application/vnd.docker.container.image.v1+json",
            "application/vnd.cncf.helm.config.v1+json",
            "application/vnd.Example.UPPER+json");
    private static final List<String> PLATFORMS = List.of("", "linux/amd64", "linux/arm/v7", "unknown/unknown");

    private final Random random;
    private final OddLayers layers;
    private final List<Image> images = new ArrayList<>();

    public OddImages(long seed) {
        random = new Random(seed);
        layers = new OddLayers(random);
    }

    /// From now on there is also what distribution v3 or crane do not take: digests by SHA-512, and foreign layers in
    /// OCI manifests or of an OCI type.
    public OddImages withRarities() {
        layers.withRarities();
        return this;
    }

    public Image next() {
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> image();
            case 3 -> artifact();
            case 4, 5 -> index(1);
            default -> index(1 + random.nextInt(MAX_DEPTH));
        };
    }

    private Image image() {
        MediaTypes types = random.nextBoolean() ? MediaTypes.OCI : MediaTypes.DOCKER;
        OddLayers.Entry config = config();
        List<OddLayers.Entry> entries = some(MOST, () -> layers.next(types));
        String extra = random.nextBoolean() ? "" : ManifestText.annotations("dev.imagemirror.odd", "\u00fc \u4e16 /");
        return manifest(types, config, entries, extra);
    }

    private Image artifact() {
        boolean empty = random.nextBoolean();
        OddLayers.Entry config = empty ? empty() : config();
        List<OddLayers.Entry> entries = random.nextBoolean()
                ? List.of(OddLayers.Entry.of(EMPTY_CONFIG))
                : some(MOST, () -> layers.next(MediaTypes.OCI));
        return manifest(MediaTypes.OCI, config, entries, artifactType() + subject());
    }

    private static String artifactType() {
        return ",\"artifactType\":\"application/vnd.example.sbom\"";
    }

    /// The empty document, embedded or not.
    private OddLayers.Entry empty() {
        String data = random.nextBoolean() ? ",\"data\":\"e30=\"" : "";
        return new OddLayers.Entry(ManifestText.descriptor(EMPTY_CONFIG, data), Optional.of(EMPTY_CONFIG));
    }

    /// Something that was made before, or something that is nowhere, which is allowed for a subject.
    private String subject() {
        if (random.nextInt(3) == 0) {
            return "";
        }
        Blob subject = images.isEmpty() || random.nextInt(4) == 0
                ? Blob.of(MediaTypes.OCI.manifest, "nowhere " + random.nextInt())
                : pick(images).manifest();
        return ",\"subject\":" + ManifestText.descriptor(subject, "");
    }

    /// @param depth how deeply indexes may be nested in it, itself included
    private Image index(int depth) {
        MediaTypes types = random.nextInt(4) > 0 ? MediaTypes.OCI : MediaTypes.DOCKER;
        List<Image> children = some(MOST, () -> child(depth - 1));
        List<String> descriptors = children.stream()
                .map(child -> ManifestText.descriptor(child.manifest(), ManifestText.platform(pick(PLATFORMS))))
                .toList();
        String role = types == MediaTypes.OCI && random.nextInt(3) == 0 ? artifactType() + subject() : "";
        Blob manifest = Blob.of(types.index, odd(types, ManifestText.index(types.index, descriptors, role)));
        return made(new Image(manifest, "", List.of(), children));
    }

    private Image child(int depth) {
        List<Image> fitting =
                images.stream().filter(image -> depth(image) <= depth).toList();
        if (!fitting.isEmpty() && random.nextInt(3) == 0) {
            return pick(fitting);
        }
        return depth > 0 && random.nextInt(3) > 0 ? index(depth) : image();
    }

    private static int depth(Image image) {
        boolean index = image.mediaType().equals(MediaTypes.OCI.index)
                || image.mediaType().equals(MediaTypes.DOCKER.index);
        return index
                ? 1 + image.children().stream().mapToInt(OddImages::depth).max().orElse(0)
                : 0;
    }

    private OddLayers.Entry config() {
        String text = "{\"architecture\":\"amd64\",\"os\":\"linux\",\"odd\":" + random.nextInt(1000)
                + ",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}";
        return OddLayers.Entry.of(Blob.of(pick(CONFIG_TYPES), text));
    }

    private Image manifest(MediaTypes types, OddLayers.Entry config, List<OddLayers.Entry> entries, String extra) {
        List<String> descriptors =
                entries.stream().map(OddLayers.Entry::descriptor).toList();
        String text = ManifestText.manifest(types.manifest, config.descriptor(), descriptors, extra);
        List<Blob> blobs = new ArrayList<>(config.blob().stream().toList());
        entries.forEach(entry -> blobs.addAll(entry.blob().stream().toList()));
        return made(new Image(Blob.of(types.manifest, odd(types, text)), "", blobs, List.of()));
    }

    private Image made(Image image) {
        images.add(image);
        return image;
    }

    /// The same document in other bytes: a copy that writes documents anew changes their digest. An OCI manifest need
    /// not name its type, a Docker one must.
    private String odd(MediaTypes types, String text) {
        return switch (random.nextInt(4)) {
            case 0 -> text.replace(",\"", ",\r\n\t\"") + "\n\n";
            case 1 -> types == MediaTypes.OCI ? text.replaceFirst("\"mediaType\":\"[^\"]*\",", "") : " " + text;
            case 2 -> text.replaceFirst("\\{", "{\"unknown\":[1.50,{\"deep\":null}],");
            default -> text;
        };
    }

    private <T> List<T> some(int most, Supplier<T> maker) {
        return IntStream.range(0, random.nextInt(most + 1))
                .mapToObj(number -> maker.get())
                .toList();
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
