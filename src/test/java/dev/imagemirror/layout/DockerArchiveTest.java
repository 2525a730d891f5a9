package dev.imagemirror.layout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.ImageManifest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerArchiveTest {
    private static final LayoutName NAME = LayoutName.stated(Repository.parse("quay.io/team/app"));

    private final MemoryContent source = Copies.source();

    @TempDir
    Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void name() {
        file = folder.resolve("images.tar");
    }

    @Test
    void namesConfigAndLayersOfEachTag() throws IOException {
        Descriptor image = Copies.image(source, "one", "two");
        source.put("1.0", image);
        source.put("latest", image);

        write();

        ImageManifest manifest = (ImageManifest) source.fetch(image.digest()).orElseThrow();
        JsonNode items = manifest();
        assertThat(items).hasSize(2);
        assertThat(items.at("/0/RepoTags/0").asText()).isEqualTo("quay.io/team/app:1.0");
        assertThat(items.at("/1/RepoTags/0").asText()).isEqualTo("quay.io/team/app:latest");
        assertThat(items.at("/0/Config").asText()).isEqualTo(path(manifest.config()));
        assertThat(List.of(
                        items.at("/0/Layers/0").asText(),
                        items.at("/0/Layers/1").asText()))
                .containsExactlyElementsOf(
                        manifest.layers().stream().map(DockerArchiveTest::path).toList());
    }

    @Test
    void isALayoutToo() {
        Digest digest = source.put("1.0", Copies.image(source, "one"));

        write();

        try (LayoutSource layout = LayoutSource.archive(file, NAME)) {
            assertThat(layout.resolve(new Tag("1.0")).map(Descriptor::digest)).contains(digest);
        }
    }

    @Test
    void refusesAnIndex() {
        source.put("1.0", source.addIndex(Copies.image(source, "one"), Copies.image(source, "two")));

        Failure failure = Copies.failure(this::write);

        assertThat(failure.kind()).isEqualTo(FailureKind.UNSUPPORTED_MANIFEST);
        assertThat(failure.detail()).contains("docker archives hold images of one platform");
        assertThat(file).doesNotExist();
    }

    @Test
    void refusesWhatIsNoImage() {
        source.put("1.0", source.addImage(source.addBlob("{}"), source.addBlob("chart")));

        assertThat(Copies.failure(this::write).detail()).contains("its config lists 0 layers, but it has 1");
    }

    @Test
    void refusesAnImageWhoseLayersAreElsewhere() {
        Descriptor base = source.addBlob("base");
        Descriptor foreign = new Descriptor(
                MediaType.parse("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip"),
                base.digest(),
                base.size());
        source.put("1.0", source.addImage(source.addBlob("{\"rootfs\":{\"diff_ids\":[\"x\"]}}"), foreign));

        assertThat(Copies.failure(this::write).detail()).contains("is kept elsewhere by its author");
    }

    @Test
    void takesTheOnlyImageOfAnIndex() {
        Descriptor image = Copies.image(source, "one");
        Descriptor attestation = Copies.image(source, "statement");
        index("1.0", entry(image, "linux", "amd64", ""), entry(attestation, "unknown", "unknown", ""));

        assertThat(chosen("")).isEqualTo(image.digest());
    }

    @Test
    void takesThePlatformThatIsAskedFor() {
        Descriptor intel = Copies.image(source, "one");
        Descriptor arm = Copies.image(source, "two");
        index("1.0", entry(intel, "linux", "amd64", ""), entry(arm, "linux", "arm64", "v8"));

        assertThat(chosen("linux/amd64")).isEqualTo(intel.digest());
        assertThat(chosen("linux/arm64")).isEqualTo(arm.digest());
        assertThat(chosen("linux/arm64/v8")).isEqualTo(arm.digest());
        for (String wrong : List.of("", "linux/arm", "windows/amd64", "linux")) {
            assertThat(Copies.failure(() -> chosen(wrong)).detail())
                    .as(wrong)
                    .contains("it is an index for [linux/amd64, linux/arm64/v8]; choose one");
        }
    }

    private Digest chosen(String platform) {
        return new SinglePlatform(source, platform)
                .fetch(new Tag("1.0"))
                .orElseThrow()
                .digest();
    }

    private void write() {
        try (LayoutArchive archive = LayoutArchive.begin(file, NAME, LayoutArchive.Form.DOCKER)) {
            Copies.copyAll(source, archive.target());
            archive.finish();
        }
    }

    private JsonNode manifest() throws IOException {
        try (ArchiveFiles files = ArchiveFiles.open(file)) {
            byte[] bytes = files.find("manifest.json").orElseThrow().read("manifest.json", 100_000);
            return new ObjectMapper().readTree(bytes);
        }
    }

    private void index(String tag, String... entries) {
        Digest index = Copies.push(
                source,
                MediaType.OCI_INDEX,
                "{\"schemaVersion\":2,\"manifests\":[%s]}".formatted(String.join(",", entries)));
        source.put(tag, source.resolve(index).orElseThrow());
    }

    private static String entry(Descriptor image, String os, String architecture, String variant) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,\"platform\":{\"os\":\"%s\",\"architecture\":\"%s\"%s}}"
                .formatted(
                        image.mediaType(),
                        image.digest(),
                        image.size(),
                        os,
                        architecture,
                        variant.isEmpty() ? "" : ",\"variant\":\"%s\"".formatted(variant));
    }

    private static String path(Descriptor blob) {
        return "blobs/sha256/" + blob.digest().hex();
    }
}
