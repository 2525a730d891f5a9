package dev.imagemirror.images;

import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.TestRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Tags of some repositories with the images that they name.
public record Corpus(List<Named> tags) {
    public Corpus {
        tags = List.copyOf(tags);
    }

    public record Named(String repository, String tag, Image image) {
        public Digest digest() {
            return Digest.parse(image.digest());
        }
    }

    /// One to so many tags in each repository, with images out of one box: repositories share content too.
    public static Corpus of(OddImages images, Random random, int most, List<String> repositories) {
        List<Named> tags = new ArrayList<>();
        for (String repository : repositories) {
            int count = 1 + random.nextInt(most);
            for (int number = 0; number < count; number++) {
                tags.add(new Named(repository, "v" + number, images.next()));
            }
        }
        return new Corpus(tags);
    }

    /// Puts everything into a registry.
    ///
    /// @param prefix of the repositories there, empty or ending in a slash
    public void addTo(TestRegistry registry, String prefix) {
        tags.forEach(named -> add(registry, prefix + named.repository(), named.image(), named.tag()));
    }

    /// Adds something without a tag that names an image as its subject, a bill of materials for instance.
    public static Digest addReferrer(TestRegistry registry, String repository, Image subject) {
        Descriptor config = registry.addBlob(repository, Payload.of("{}".getBytes(StandardCharsets.UTF_8)));
        String image = TestRegistry.imageManifest(config);
        String more = ",\"artifactType\":\"application/vnd.example.sbom\",\"subject\":"
                + ManifestText.descriptor(subject.manifest(), "") + "}";
        return registry.addManifest(
                repository, MediaType.OCI_MANIFEST, image.substring(0, image.length() - 1) + more, null);
    }

    private static void add(TestRegistry registry, String repository, Image image, @Nullable String tag) {
        image.blobs().forEach(blob -> registry.addBlob(repository, blob.digest(), Payload.of(blob.bytes())));
        image.children().forEach(child -> add(registry, repository, child, null));
        String json = new String(image.manifest().bytes(), StandardCharsets.UTF_8);
        registry.addManifest(repository, MediaType.parse(image.mediaType()), json, tag);
    }
}
