package dev.imagemirror.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.Blob;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.Deletion;
import dev.imagemirror.content.PushResult;
import dev.imagemirror.content.VerifyingStream;
import dev.imagemirror.http.Origin;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.RawManifest;
import dev.imagemirror.oci.Registry;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.registry.testing.TestRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Everything that a client does with a registry, once each, on a registry that is set up in some way.
///
/// @param hosts those of the client
/// @param scheme `http` or `https`
record Tour(RegistryClient client, Hosts hosts, String scheme, Registry registry) {
    static final Tag FIRST = new Tag("v1");
    static final Tag SECOND = new Tag("v2");

    private static final MediaType LAYER = MediaType.parse("application/vnd.oci.image.layer.v1.tar");
    private static final int SMALL = 1_000;
    private static final int LARGE = Blob.SMALL + 1;
    /// Two chunks.
    private static final int CHUNKED = 8 * 1024 * 1024 + 100;

    /// Writes and reads an image, with blobs in every shape of upload; leaves it under two tags, with a referrer.
    ///
    /// @return the image
    Digest writeAndRead() {
        assertThat(target("app").tags()).isEmpty();
        assertThat(target("app").resolve(FIRST)).isEmpty();
        List<Descriptor> blobs = pushInEveryShape();
        mount(blobs.getFirst());
        Manifest image = manifest(TestRegistry.imageManifest(
                blobs.getFirst(), blobs.subList(1, blobs.size()).toArray(Descriptor[]::new)));

        PushResult early = target("elsewhere").push(image);
        assertThat(((PushResult.Incomplete) early).missing())
                .containsExactlyInAnyOrderElementsOf(
                        blobs.stream().skip(1).map(Descriptor::digest).toList());
        assertThat(target("app").push(image)).isEqualTo(new PushResult.Done());
        assertThat(target("app").tag(image, FIRST)).isEqualTo(new PushResult.Done());
        assertThat(target("app").tag(image, SECOND)).isEqualTo(new PushResult.Done());

        read(image, blobs);
        refer(image);
        return image.digest();
    }

    /// Deletes the first tag, and then the image by its digest.
    void delete(Digest image, Deletion expected) {
        boolean done = expected == Deletion.DONE;
        assertThat(target("app").delete(FIRST)).isEqualTo(expected);
        assertThat(target("app").resolve(FIRST).isEmpty()).isEqualTo(done);
        assertThat(target("app").resolve(SECOND)).as("its sibling").isPresent();

        assertThat(target("app").delete(image)).isEqualTo(expected);
        assertThat(target("app").resolve(SECOND).isEmpty()).isEqualTo(done);
        assertThat(target("app").delete(new Tag("none"))).isEqualTo(done ? Deletion.ABSENT : expected);
    }

    ContentSource source(String path) {
        return client.source(new Repository(registry, path));
    }

    ContentTarget target(String path) {
        return client.target(new Repository(registry, path));
    }

    /// A blob with these many bytes, pushed.
    Descriptor push(String path, int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        var blob = new Descriptor(LAYER, Digest.of(bytes), size);
        target(path).push(new Blob(blob, new VerifyingStream(new ByteArrayInputStream(bytes), blob)));
        assertThat(has(path, blob)).isTrue();
        return blob;
    }

    private List<Descriptor> pushInEveryShape() {
        UploadHabits habits = hosts.habits(Origin.of(URI.create(scheme + "://" + registry.apiAuthority())))
                .uploads();
        List<Descriptor> pushed = new ArrayList<>();
        pushed.add(push("app", SMALL));
        habits.refuseSmall(UploadShape.MONOLITHIC);
        pushed.add(push("app", SMALL + 1));
        habits.refuseSmall(UploadShape.STREAMED);
        pushed.add(push("app", 0));
        pushed.add(push("app", LARGE));
        habits.refuseLarge(UploadShape.STREAMED, 405);
        assertThat(habits.large()).isEqualTo(UploadShape.MONOLITHIC);
        pushed.add(push("app", LARGE + 1));
        habits.refuseLarge(UploadShape.MONOLITHIC, 413);
        assertThat(habits.large()).isEqualTo(UploadShape.CHUNKED);
        pushed.add(push("app", CHUNKED));
        habits.refuseLarge(UploadShape.CHUNKED, 405);
        return pushed;
    }

    private void mount(Descriptor blob) {
        assertThat(has("elsewhere", blob)).isFalse();
        assertThat(target("elsewhere").mount(blob, new Repository(registry, "app")))
                .isTrue();
        assertThat(has("elsewhere", blob)).isTrue();
    }

    private boolean has(String path, Descriptor blob) {
        return target(path).mount(blob, new Repository(registry, path));
    }

    private void read(Manifest image, List<Descriptor> blobs) {
        assertThat(source("app").tags().orElseThrow().tags()).containsExactly(FIRST, SECOND);
        assertThat(source("app").resolve(SECOND)).contains(image.raw().descriptor());
        assertThat(source("app").fetch(FIRST)).contains(image);
        for (Descriptor blob : blobs) {
            try (Blob opened = source("app").open(blob)) {
                assertThat(Digest.of(opened.stream().readAllBytes())).isEqualTo(blob.digest());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private void refer(Manifest image) {
        Descriptor config = push("app", 2);
        Manifest signature = manifest(TestRegistry.imageManifest(config)
                .replace(
                        "\"layers\"",
                        "\"subject\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d},\"layers\""
                                .formatted(
                                        image.raw().mediaType(),
                                        image.digest(),
                                        image.raw().bytes().length)));
        assertThat(target("app").push(signature)).isEqualTo(new PushResult.Done());
        assertThat(source("app").referrers(image.digest()))
                .extracting(referrer -> referrer.descriptor().digest())
                .containsExactly(signature.digest());
    }

    static Manifest manifest(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return Manifest.parse(new RawManifest(MediaType.OCI_MANIFEST, bytes));
    }
}
