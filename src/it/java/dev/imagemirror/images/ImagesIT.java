package dev.imagemirror.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.servers.Crane;
import dev.imagemirror.servers.RegistryOptions;
import dev.imagemirror.servers.RegistryServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// crane, which shares no code with us, reads the generated images back.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImagesIT {

    private final Images images = new Images(1);
    private final Pusher pusher = new Pusher();
    private final RegistryServer registry = RegistryServer.start(RegistryOptions.named("images"));
    private Crane crane = new Crane(Path.of(""));

    @BeforeAll
    void crane(@TempDir Path folder) {
        crane = new Crane(folder);
    }

    @AfterAll
    void end() {
        registry.close();
    }

    @Test
    void anImageIsValid() {
        assertValid(push(images.single(3, 5000), "single"));
    }

    @Test
    void aDockerImageIsValid() {
        assertValid(push(images.docker(2, 5000), "docker"));
    }

    @Test
    void anIndexIsValid() {
        assertValid(push(images.index("linux/amd64", "linux/arm64", "linux/arm/v7"), "index"));
    }

    @Test
    void aDockerListIsValid() {
        assertValid(push(images.dockerList("linux/amd64", "linux/arm64"), "docker-list"));
    }

    @Test
    void anIndexInAnIndexIsValid() {
        assertValid(push(images.nested("linux/amd64", "linux/arm64"), "nested"));
    }

    @Test
    void attestationsStandBesideTheirImages() {
        String reference = push(images.attested("linux/amd64", "linux/arm64"), "attested");

        String index = crane.run("manifest", reference).orThrow().stdout();
        assertThat(index).containsSubsequence("attestation-manifest", "unknown", "attestation-manifest", "unknown");
        assertThat(crane.run("pull", "--format=oci", reference, crane.folder() + "/pulled")
                        .exitCode())
                .isZero();
    }

    @Test
    void aThousandTinyImagesAreAllDifferentAndShareTheirBlobs() {
        List<Image> tiny = images.tiny(1000);
        long uploadsBefore = registry.requests("blob-upload", "post");
        for (int number = 0; number < tiny.size(); number++) {
            pusher.push(tiny.get(number), registry.address() + "/tiny", "v" + number);
        }

        assertThat(tiny.stream().map(Image::digest).distinct()).hasSize(1000);
        assertThat(crane.run("ls", registry.address() + "/tiny").stdout().lines())
                .hasSize(1000);
        assertThat(registry.requests("blob-upload", "post") - uploadsBefore).isEqualTo(2);
        assertValid(registry.address() + "/tiny:v999");
    }

    @Test
    void theSameSeedGivesTheSameImages() {
        assertThat(new Images(7).attested("linux/amd64").digest())
                .isEqualTo(new Images(7).attested("linux/amd64").digest())
                .isNotEqualTo(new Images(8).attested("linux/amd64").digest());
    }

    private String push(Image image, String tag) {
        pusher.push(image, registry.address() + "/team/app", tag);
        String reference = registry.address() + "/team/app:" + tag;
        assertThat(crane.run("digest", reference).orThrow().stdout().strip()).isEqualTo(image.digest());
        return reference;
    }

    private void assertValid(String reference) {
        assertThat(crane.run("validate", "--remote", reference).orThrow().stdout())
                .startsWith("PASS");
    }
}
