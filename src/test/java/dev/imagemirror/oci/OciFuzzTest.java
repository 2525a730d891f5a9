package dev.imagemirror.oci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.fuzz.Fuzz;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class OciFuzzTest {
    private static final List<MediaType> TYPES =
            List.of(MediaType.OCI_INDEX, MediaType.OCI_MANIFEST, MediaType.DOCKER_LIST, MediaType.DOCKER_MANIFEST);

    /// Bytes untouched, and no document is an image to one reader and an index to another (CVE-2021-41190).
    @Test
    void manifest() {
        Fuzz.bytes("manifest", input -> {
            List<Manifest> readings = TYPES.stream()
                    .flatMap(type -> read(new RawManifest(type, input)).stream())
                    .toList();

            assertThat(readings).allSatisfy(manifest -> {
                assertThat(manifest.raw().bytes()).isSameAs(input);
                assertThat(entries(manifest)).hasSizeLessThanOrEqualTo(ImageIndex.MAX_ENTRIES);
            });
            assertThat(readings.stream().map(Object::getClass).distinct().count())
                    .as("what it can be")
                    .isLessThanOrEqualTo(1);
        });
    }

    /// What an index loses, it loses whole: the rest is an index still, with the same entries.
    @Test
    void smallerIndex() {
        Fuzz.bytes(
                "manifest",
                input -> read(new RawManifest(MediaType.OCI_INDEX, input)).ifPresent(manifest -> {
                    ImageIndex index = (ImageIndex) manifest;
                    Fuzz.parsed(MalformedException.class, () -> index.only(entry -> entry.platform() != null))
                            .ifPresent(smaller ->
                                    assertThat(Manifest.parse(smaller.raw())).isEqualTo(smaller));
                }));
    }

    @Test
    void reference() {
        Fuzz.text("reference", text -> {
            comesBack(text, Registry::parse);
            comesBack(text, Repository::parse);
            comesBack(text, Digest::parse);
            comesBack(text, Tag::parse);
            comesBack(text, MediaType::parse);
            comesBack(text, Platform::parse);
            assertThat(Tag.isValid(text))
                    .isEqualTo(Fuzz.parsed(MalformedException.class, () -> Tag.parse(text))
                            .isPresent());
        });
    }

    private static Optional<Manifest> read(RawManifest raw) {
        return Fuzz.parsed(MalformedException.class, () -> Manifest.parse(raw));
    }

    private static List<Descriptor> entries(Manifest manifest) {
        return switch (manifest) {
            case ImageIndex index -> index.manifests();
            case ImageManifest image -> image.layers();
        };
    }

    /// Written and read again it is the same.
    private static void comesBack(String text, Function<String, Object> parser) {
        Fuzz.parsed(MalformedException.class, () -> parser.apply(text))
                .ifPresent(value -> assertThat(parser.apply(value.toString()))
                        .isEqualTo(value)
                        .hasToString(value.toString()));
    }
}
