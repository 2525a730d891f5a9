package dev.imagemirror.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.ImageIndex;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.Platform;
import dev.imagemirror.oci.RawManifest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlatformFilterTest {
    private static final String AMD64 = image(1, "linux", "amd64");
    private static final String ARM64 = image(2, "linux", "arm64");
    private static final String WINDOWS = image(3, "windows", "amd64");
    private static final String OF_AMD64 = attestation(4, 1);
    private static final String OF_ARM64 = attestation(5, 2);
    private static final ImageIndex INDEX = index(AMD64, ARM64, OF_ARM64, WINDOWS, OF_AMD64);

    @Test
    void attestationsStayWithTheirImages() {
        assertThat(kept(INDEX, "linux/amd64")).containsExactly(1, 4);
        assertThat(kept(INDEX, "linux/arm64")).containsExactly(2, 5);
        assertThat(kept(INDEX, "windows/amd64")).containsExactly(3);
        assertThat(kept(INDEX, "windows/amd64", "linux/arm64")).containsExactly(2, 5, 3);
    }

    @Test
    void aPlatformThatNobodyOffersTakesNothingAway() {
        assertThat(kept(INDEX, "linux/amd64", "plan9/mips")).containsExactly(1, 4);
    }

    @Test
    void nothingButTheIndexAndThePlatformsDecides() {
        ImageIndex again = index(AMD64, ARM64, OF_ARM64, WINDOWS, OF_AMD64);

        assertThat(filter("linux/amd64", "linux/arm64").reduce(INDEX).digest())
                .isEqualTo(filter("linux/arm64", "linux/amd64", "linux/arm64")
                        .reduce(again)
                        .digest())
                .hasToString("sha256:a4253aeba2f9e5343d65420f94cf77f70d0f8e4fdd31e57a85a0cb3d15303ad8");
    }

    @Test
    void anIndexThatHasOnlyThemStaysAsItIs() {
        assertThat(filter("linux/amd64", "linux/arm64", "windows/amd64").reduce(INDEX))
                .isSameAs(INDEX);
    }

    @Test
    void everyVariantAndEveryVersionOfAPlatformStays() {
        ImageIndex index = index(
                image(1, "linux", "arm\",\"variant\":\"v6"),
                image(2, "linux", "arm\",\"variant\":\"v7"),
                image(3, "windows", "amd64\",\"os.version\":\"10.0.1"),
                image(4, "windows", "amd64\",\"os.version\":\"10.0.2"));

        assertThat(kept(index, "linux/arm")).containsExactly(1, 2);
        assertThat(kept(index, "linux/arm/v7")).containsExactly(2);
        assertThat(kept(index, "windows/amd64")).containsExactly(3, 4);
    }

    @Test
    void anIndexInsideThatNamesNoPlatformStaysWhole() {
        String nested = entry(6, MediaType.OCI_INDEX, "\"x\":1");
        String named = entry(7, MediaType.OCI_INDEX, "\"platform\":{\"os\":\"linux\",\"architecture\":\"s390x\"}");

        assertThat(kept(index(AMD64, nested, named), "linux/amd64")).containsExactly(1, 6);
        assertThat(kept(index(AMD64, nested, named), "linux/s390x")).containsExactly(6, 7);
    }

    @Test
    void whatNamesNoPlatformGoes() {
        assertThat(kept(index(AMD64, entry(6, MediaType.OCI_MANIFEST, "\"x\":1")), "linux/amd64"))
                .containsExactly(1);
    }

    @Test
    void anAttestationIsNeverChosenForItself() {
        assertThat(kept(index(AMD64, attestation(4, 9)), "linux/amd64", "unknown/unknown"))
                .containsExactly(1);
    }

    @Test
    void saysWhatIsOfferedWhenNothingMatches() {
        Failure failure = failure(INDEX, "linux/s390x", "linux/riscv64");

        assertThat(failure.kind()).isEqualTo(FailureKind.NO_MATCHING_PLATFORM);
        assertThat(failure.side()).isEqualTo(Side.SOURCE);
        assertThat(failure)
                .hasToString("source from.example/app:1: could not choose its platforms: it has nothing for"
                        + " linux/riscv64, linux/s390x, only for linux/amd64, linux/arm64, windows/amd64;"
                        + " correct platforms");
    }

    @Test
    void theMessageStaysShortHoweverMuchIsOffered() {
        ImageIndex many = index(IntStream.range(0, 500)
                .mapToObj(i -> image(1, "linux", "a" + i))
                .toArray(String[]::new));

        assertThat(failure(many, "linux/amd64").detail())
                .contains("linux/a15 and 484 more")
                .hasSizeLessThan(400);
        assertThat(failure(index(), "linux/amd64").detail()).contains("names no platform");
    }

    @Test
    void anImageIsCopiedAsItIs() {
        String blob = "{\"mediaType\":\"a/b\",\"digest\":\"%s\",\"size\":1}".formatted(digest(1));
        Manifest image = read(MediaType.OCI_MANIFEST, "{\"config\":%s}".formatted(blob));

        for (PlatformSubset subset : subsets()) {
            PlatformSubset.Cut cut = subset.cut(image, "place");
            assertThat(cut.content()).isSameAs(image);
            assertThat(cut.tagged()).isSameAs(image);
        }
    }

    @Test
    void eachModeTagsItsOwnIndex() {
        List<PlatformSubset.Cut> cuts =
                subsets().stream().map(subset -> subset.cut(INDEX, "place")).toList();
        ImageIndex smaller = filter("linux/amd64").reduce(INDEX);

        assertThat(cuts)
                .containsExactly(
                        new PlatformSubset.Cut(INDEX, INDEX, false),
                        new PlatformSubset.Cut(smaller, smaller, false),
                        new PlatformSubset.Cut(smaller, INDEX, true));
    }

    @Test
    void whatCannotBeCutIsAFaultOfTheSource() {
        ImageIndex wide = (ImageIndex) Manifest.parse(new RawManifest(
                MediaType.OCI_INDEX,
                "{\"manifests\":[%s,%s]}".formatted(AMD64, ARM64).getBytes(StandardCharsets.UTF_16BE)));

        assertThat(failure(wide, "linux/amd64").kind()).isEqualTo(FailureKind.UNSUPPORTED_MANIFEST);
    }

    @Test
    void aChoiceNeedsAPlatform() {
        assertThatThrownBy(() -> new PlatformFilter(Set.of())).isInstanceOf(MalformedException.class);
    }

    private static List<PlatformSubset> subsets() {
        PlatformFilter filter = filter("linux/amd64");
        return List.of(
                new PlatformSubset.Whole(), new PlatformSubset.Rewritten(filter), new PlatformSubset.Sparse(filter));
    }

    private static List<Integer> kept(ImageIndex index, String... platforms) {
        return filter(platforms).reduce(index).manifests().stream()
                .map(Descriptor::digest)
                .map(digest -> Integer.parseInt(digest.hex().substring(0, 1)))
                .toList();
    }

    private static Failure failure(ImageIndex index, String... platforms) {
        PlatformSubset subset = new PlatformSubset.Rewritten(filter(platforms));
        return catchThrowableOfType(ContentException.class, () -> subset.cut(index, "from.example/app:1"))
                .failure();
    }

    private static PlatformFilter filter(String... platforms) {
        return new PlatformFilter(Stream.of(platforms).map(Platform::parse).collect(Collectors.toSet()));
    }

    private static String image(int number, String os, String architecture) {
        return entry(
                number,
                MediaType.OCI_MANIFEST,
                "\"platform\":{\"os\":\"%s\",\"architecture\":\"%s\"}".formatted(os, architecture));
    }

    private static String attestation(int number, int attested) {
        return entry(
                number,
                MediaType.OCI_MANIFEST,
                "\"platform\":{\"os\":\"unknown\",\"architecture\":\"unknown\"},\"annotations\":"
                        + "{\"vnd.docker.reference.type\":\"attestation-manifest\",\"vnd.docker.reference.digest\":\"%s\"}"
                                .formatted(digest(attested)));
    }

    private static String entry(int number, MediaType type, String field) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":1,%s}".formatted(type, digest(number), field);
    }

    private static Digest digest(int number) {
        return Digest.parse("sha256:" + String.valueOf(number).repeat(64));
    }

    private static ImageIndex index(String... entries) {
        return (ImageIndex) read(MediaType.OCI_INDEX, "{\"manifests\":[%s]}".formatted(String.join(",", entries)));
    }

    private static Manifest read(MediaType type, String json) {
        return Manifest.parse(new RawManifest(type, json.getBytes(StandardCharsets.UTF_8)));
    }
}
