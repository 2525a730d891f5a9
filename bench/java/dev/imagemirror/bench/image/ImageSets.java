package dev.imagemirror.bench.image;

import dev.imagemirror.images.Image;
import dev.imagemirror.images.Images;
import dev.imagemirror.images.Layer;
import dev.imagemirror.servers.ServerFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Makes the sets, each from a seed of its own and only once. Layers are in files of one folder, so that a registry's
/// storage gets them without a copy.
public final class ImageSets {

    /// How large the sets are.
    public enum Scale {
        /// As the documentation describes them.
        FULL,
        /// The same shapes within a few megabytes: to see that everything works.
        QUICK;

        int of(int full, int quick) {
            return switch (this) {
                case FULL -> full;
                case QUICK -> quick;
            };
        }
    }

    private static final int KILO = 1000;
    private static final int MEGA = 1_000_000;

    private static final List<String> PLATFORMS = List.of("linux/amd64", "linux/arm64", "linux/arm/v7", "linux/s390x");

    private final Path folder;
    private final Scale scale;
    private final SequencedMap<String, ImageSet> made = new LinkedHashMap<>();

    /// @param folder of the same file system as the storage that is to be filled
    public ImageSets(Path folder, Scale scale) {
        this.folder = folder;
        this.scale = scale;
    }

    /// @param name `A` to `E`, or `A/` and a number of tags
    public ImageSet get(String name) {
        return made.computeIfAbsent(name, this::make);
    }

    /// Makes room: the files of a set that is needed no more.
    public void forget(String name) {
        made.remove(name);
        ServerFolder.delete(filesOf(name));
    }

    /// Images that differ by an annotation only, all of one layer: nothing but metadata.
    public static ImageSet metadata(int tags) {
        return new ImageSet("metadata/" + tags, tagged(new Images(100).tiny(tags)));
    }

    private ImageSet make(String name) {
        SequencedMap<String, Image> images = switch (name) {
            case "A" -> many(scale.of(1000, 20), new Maker(name, 1));
            case "B" -> large(new Maker(name, 2));
            case "C" -> indexes(scale.of(50, 2), new Maker(name, 3));
            case "D" -> shared(scale.of(20_000, 40), scale.of(200, 4), new Maker(name, 4));
            case "E" -> deep(scale.of(100, 3), new Maker(name, 5));
            default -> many(Math.min(tagsOf(name), scale.of(1000, 10)), new Maker(name, 6));
        };
        return new ImageSet(name, images);
    }

    /// A: small layers, a few of them shared by many.
    private static SequencedMap<String, Image> many(int tags, Maker maker) {
        List<Layer> bases = maker.layers(Math.max(1, tags / 50), 250 * KILO);
        List<Layer> own = maker.layers(Math.max(1, tags * 45 / 100), 65 * KILO);
        return maker.images(tags, i -> List.of(bases.get(i % bases.size()), own.get(i % own.size())));
    }

    /// B: ten images of three large layers, of which one is theirs alone.
    private SequencedMap<String, Image> large(Maker maker) {
        int part = scale.of(1, 50);
        List<Layer> bases = maker.layers(4, 90 * MEGA / part);
        List<Layer> middle = maker.layers(5, 84 * MEGA / part);
        List<Layer> own = maker.layers(10, 82 * MEGA / part);
        return maker.images(10, i -> List.of(bases.get(i % 4), middle.get(i % 5), own.get(i)));
    }

    /// C: indexes of four platforms, each with its attestation.
    private static SequencedMap<String, Image> indexes(int count, Maker maker) {
        List<List<Layer>> bases = new ArrayList<>();
        PLATFORMS.forEach(platform -> bases.add(maker.layers(13, 200 * KILO)));
        List<Image> indexes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SequencedMap<String, List<Layer>> layers = new LinkedHashMap<>();
            for (int platform = 0; platform < PLATFORMS.size(); platform++) {
                Layer base = bases.get(platform).get(i % 13);
                layers.put(PLATFORMS.get(platform), List.of(base, maker.layer(60 * KILO)));
            }
            indexes.add(maker.images.attested(layers));
        }
        return tagged(indexes);
    }

    /// D: many tags of few images.
    private static SequencedMap<String, Image> shared(int tags, int images, Maker maker) {
        List<Image> few = List.copyOf(many(images, maker).values());
        return tagged(
                IntStream.range(0, tags).mapToObj(tag -> few.get(tag % images)).toList());
    }

    /// E: sixty layers each, of which all but six are shared.
    private static SequencedMap<String, Image> deep(int tags, Maker maker) {
        List<Layer> base = maker.layers(54, 20 * KILO);
        return maker.images(tags, i -> {
            List<Layer> layers = new ArrayList<>(base);
            layers.addAll(maker.layers(6, 20 * KILO));
            return layers;
        });
    }

    private static SequencedMap<String, Image> tagged(List<Image> images) {
        SequencedMap<String, Image> tagged = new LinkedHashMap<>();
        images.forEach(image -> tagged.put("v%05d".formatted(tagged.size()), image));
        return tagged;
    }

    private static int tagsOf(String name) {
        if (!name.matches("A/[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException(
                    "there is no set '%s'; there are A, B, C, D, E and A/TAGS".formatted(name));
        }
        return Integer.parseInt(name.substring(2));
    }

    private Path filesOf(String name) {
        return folder.resolve(name.replace('/', '-'));
    }

    /// Images and layers of one set.
    private final class Maker {
        private final Images images;
        private final Path files;

        Maker(String name, long seed) {
            images = new Images(seed);
            files = filesOf(name);
            try {
                Files.createDirectories(files);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Layer layer(int bytes) {
            try {
                return images.layer(bytes).storedIn(files);
            } catch (IOException e) {
                throw new UncheckedIOException("no room for a layer in " + files, e);
            }
        }

        List<Layer> layers(int count, int bytes) {
            return IntStream.range(0, count).mapToObj(i -> layer(bytes)).toList();
        }

        SequencedMap<String, Image> images(int count, IntFunction<List<Layer>> layers) {
            return tagged(IntStream.range(0, count)
                    .mapToObj(i -> images.of("image-" + i, layers.apply(i)))
                    .toList());
        }
    }
}
