package dev.imagemirror.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestTest {
    private static final String DIGEST = "sha256:" + "0".repeat(64);
    private static final String BLOB =
            "{\"mediaType\":\"application/x\",\"digest\":\"%s\",\"size\":3}".formatted(DIGEST);
    private static final String IMAGE =
            "{\"schemaVersion\":2,\"config\":%s,\"layers\":[%s,%s]}".formatted(BLOB, BLOB, BLOB);
    private static final Descriptor READ = new Descriptor(MediaType.parse("application/x"), Digest.parse(DIGEST), 3);

    @Test
    void readsAnImage() {
        Manifest manifest = read(MediaType.OCI_MANIFEST, IMAGE);

        assertThat(manifest).isInstanceOfSatisfying(ImageManifest.class, image -> {
            assertThat(image.config()).isEqualTo(READ);
            assertThat(image.layers()).containsExactly(READ, READ);
        });
    }

    @Test
    void keepsTheBytesAsTheyCame() {
        String spaced = " " + IMAGE.replace(",", " ,\n") + "\n";
        Manifest manifest = read(MediaType.DOCKER_MANIFEST, spaced);

        assertThat(new String(manifest.raw().bytes(), StandardCharsets.UTF_8)).isEqualTo(spaced);
        assertThat(manifest.digest()).isEqualTo(Digest.of(spaced.getBytes(StandardCharsets.UTF_8)));
        assertThat(manifest.raw().descriptor().size()).isEqualTo(spaced.length());
    }

    @Test
    void readsAnIndexWithAThousandEntries() {
        assertThat(read(MediaType.OCI_INDEX, list("manifests", 1000)))
                .isInstanceOfSatisfying(
                        ImageIndex.class, index -> assertThat(index.manifests()).hasSize(1000));
    }

    @Test
    void readsArtifactsWithoutLayersAndEmptyIndexes() {
        assertThat(read(MediaType.OCI_MANIFEST, "{\"config\":%s,\"layers\":null}".formatted(BLOB)))
                .isInstanceOfSatisfying(
                        ImageManifest.class, image -> assertThat(image.layers()).isEmpty());
        assertThat(read(MediaType.DOCKER_LIST, "{}"))
                .isInstanceOfSatisfying(
                        ImageIndex.class, index -> assertThat(index.manifests()).isEmpty());
    }

    @Test
    void embeddedDataIsWhatItsDigestSays() {
        String empty = "{\"mediaType\":\"application/x\",\"digest\":\"%s\",\"size\":%d,\"data\":%s}";
        String digest = Digest.of("{}".getBytes(StandardCharsets.UTF_8)).text();

        assertThat(image(empty.formatted(digest, 2, "\"e30=\""))
                        .config()
                        .digest()
                        .text())
                .isEqualTo(digest);
        for (String wrong : List.of(
                empty.formatted(DIGEST, 2, "\"e30=\""),
                empty.formatted(digest, 3, "\"e30=\""),
                empty.formatted(digest, 2, "\"e3\""),
                empty.formatted(digest, 2, "7"))) {
            assertThatThrownBy(() -> image(wrong))
                    .isInstanceOf(MalformedException.class)
                    .hasMessageContaining("config of the manifest embeds data that are not sha256:");
        }
    }

    private static ImageManifest image(String config) {
        return (ImageManifest) read(MediaType.OCI_MANIFEST, "{\"config\":%s}".formatted(config));
    }

    @Test
    void anArtifactIsWhatItSaysElseWhatItsConfigIs() throws IOException {
        String config = "\"config\":{\"mediaType\":\"application/X; a=b\"}";

        assertThat(artifactType("{\"artifactType\":\"test/sbom\",%s}".formatted(config)))
                .isEqualTo("test/sbom");
        assertThat(artifactType("{\"artifactType\":\"\",%s}".formatted(config))).isEqualTo("application/X; a=b");
        assertThat(artifactType("{\"manifests\":[]}")).isEmpty();
    }

    static Stream<Arguments> hostile() {
        MediaType image = MediaType.OCI_MANIFEST;
        MediaType index = MediaType.OCI_INDEX;
        return Stream.of(
                Arguments.of(image, "", "not a JSON object"),
                Arguments.of(image, "[]", "not a JSON object"),
                Arguments.of(image, "null", "not a JSON object"),
                Arguments.of(image, "{", "not valid JSON"),
                Arguments.of(image, IMAGE + "{}", "not valid JSON"),
                Arguments.of(image, IMAGE.replaceFirst("\"config\"", "\"config\":1,\"config\""), "Duplicate"),
                Arguments.of(image, IMAGE.replaceFirst("\"size\"", "\"size\":1,\"size\""), "Duplicate"),
                Arguments.of(image, "{\"x\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}", "not valid JSON"),
                Arguments.of(image, "{\"x\":".repeat(10_000) + "1" + "}".repeat(10_000), "not valid JSON"),
                Arguments.of(index, "{\"manifests\":[],\"layers\":[]}", "an image and an index at once"),
                Arguments.of(
                        image, "{\"manifests\":[],\"config\":%s}".formatted(BLOB), "an image and an index at once"),
                Arguments.of(image, "{\"manifests\":[]}", "no config"),
                Arguments.of(index, IMAGE, "an image and an index at once"),
                Arguments.of(image, typed(MediaType.OCI_INDEX), "calls itself .*index.* served as .*manifest"),
                Arguments.of(image, typed(MediaType.DOCKER_MANIFEST), "calls itself"),
                Arguments.of(image, IMAGE.replace("\"schemaVersion\":2", "\"mediaType\":7"), "not a text"),
                Arguments.of(image, "{\"schemaVersion\":1}", "schema 1 .*rebuild"),
                Arguments.of(
                        MediaType.parse("application/vnd.docker.distribution.manifest.v1+prettyjws"),
                        "{}",
                        "cannot be mirrored"),
                Arguments.of(MediaType.parse("text/html"), "{}", "text/html cannot be mirrored"),
                Arguments.of(image, "{}", "no config"),
                Arguments.of(image, "{\"config\":null}", "config of the manifest is no descriptor"),
                Arguments.of(image, IMAGE.replaceFirst("3", "-1"), "negative size -1"),
                Arguments.of(image, IMAGE.replaceFirst("3", "99999999999999999999"), "no descriptor"),
                Arguments.of(image, IMAGE.replaceFirst("3", "1.5"), "no descriptor"),
                Arguments.of(image, IMAGE.replaceFirst("3", "\"3\""), "no descriptor"),
                Arguments.of(image, IMAGE.replaceFirst("sha256", "md5"), "is not a digest"),
                Arguments.of(image, IMAGE.replaceFirst("application/x", "a b"), "not a media type"),
                Arguments.of(image, "{\"config\":%s,\"layers\":{}}".formatted(BLOB), "'layers' .* not a list"),
                Arguments.of(index, "{\"manifests\":[7]}", "manifests\\[0] of the manifest is no descriptor"),
                Arguments.of(index, list("manifests", 1001), "1001 entries, the limit is 1000"),
                Arguments.of(image, list("layers", 1001), "1001 entries, the limit is 1000"));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void refuses(MediaType type, String json, String why) {
        assertThatThrownBy(() -> read(type, json))
                .isInstanceOf(MalformedException.class)
                .message()
                .containsPattern(why)
                .hasSizeLessThan(500);
    }

    private static String artifactType(String json) throws IOException {
        return Manifest.artifactType(StrictJson.MAPPER.readTree(json));
    }

    private static String typed(MediaType type) {
        return IMAGE.replace("\"schemaVersion\"", "\"mediaType\":\"%s\",\"schemaVersion\"".formatted(type));
    }

    private static String list(String field, int count) {
        return "{\"%s\":[%s]%s}"
                .formatted(
                        field,
                        String.join(",", Collections.nCopies(count, BLOB)),
                        field.equals("layers") ? ",\"config\":" + BLOB : "");
    }

    private static Manifest read(MediaType type, String json) {
        return Manifest.parse(new RawManifest(type, json.getBytes(StandardCharsets.UTF_8)));
    }
}
