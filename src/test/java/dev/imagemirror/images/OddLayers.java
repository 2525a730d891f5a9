package dev.imagemirror.images;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Makes layers of all kinds: packed in every way and not at all, without a byte, of types that nobody knows, foreign
/// ones that are only to be had elsewhere, and those that were made before.
final class OddLayers {
    private static final int MOST_BYTES = 300;
    private static final Blob NOTHING = Blob.of(MediaTypes.OCI.layer, "");
    private static final List<String> TYPES = List.of(
            MediaTypes.OCI.layer,
            MediaTypes.DOCKER.layer,
            "application/vnd.oci.image.layer.v1.tar",
            "application/vnd.oci.image.layer.v1.tar+zstd",
            "application/vnd.in-toto+json",
            "application/x.Odd_type!#$&-^.1+thing");
    private static final List<String> FOREIGN_TYPES = List.of(
            "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
            "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip");

    private final Random random;
    private final List<Entry> made = new ArrayList<>();
    private boolean rare;

    OddLayers(Random random) {
        this.random = random;
    }

    /// See [OddImages#withRarities()].
    void withRarities() {
        rare = true;
    }

    /// What stands in a manifest, and the bytes that a registry keeps for it; none of a foreign layer.
    record Entry(String descriptor, Optional<Blob> blob) {
        static Entry of(Blob blob) {
            return new Entry(ManifestText.descriptor(blob, ""), Optional.of(blob));
        }
    }

    Entry next(MediaTypes types) {
        int kind = random.nextInt(10);
        if (kind < 3 && !made.isEmpty()) {
            return made.get(random.nextInt(made.size()));
        }
        Entry entry = switch (kind) {
            case 3 -> Entry.of(NOTHING);
            case 4 -> rare || types == MediaTypes.DOCKER ? foreign() : Entry.of(NOTHING);
            case 5 -> Entry.of(random(rare ? "sha512" : "sha256"));
            case 6 -> annotated();
            default -> Entry.of(random("sha256"));
        };
        if (rare || entry.blob().isPresent()) {
            made.add(entry);
        }
        return entry;
    }

    private Entry foreign() {
        Blob elsewhere = random(rare ? pick(FOREIGN_TYPES) : FOREIGN_TYPES.getFirst(), "sha256");
        return new Entry(
                ManifestText.descriptor(elsewhere, ",\"urls\":[\"https://elsewhere.example/layer\"]"),
                Optional.empty());
    }

    private Entry annotated() {
        Blob blob = random("sha256");
        return new Entry(ManifestText.descriptor(blob, ManifestText.annotations("a", "b")), Optional.of(blob));
    }

    private Blob random(String algorithm) {
        return random(pick(TYPES), algorithm);
    }

    private Blob random(String type, String algorithm) {
        byte[] bytes = new byte[1 + random.nextInt(MOST_BYTES)];
        random.nextBytes(bytes);
        return Blob.of(type, bytes, algorithm);
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
