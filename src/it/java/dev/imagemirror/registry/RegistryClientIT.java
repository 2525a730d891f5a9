package dev.imagemirror.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.imagemirror.auth.Authenticator;
import dev.imagemirror.auth.Credential;
import dev.imagemirror.auth.Credentials;
import dev.imagemirror.content.Blob;
import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.http.ApacheTransport;
import dev.imagemirror.http.NetworkPolicy;
import dev.imagemirror.http.Origin;
import dev.imagemirror.http.Transport;
import dev.imagemirror.http.TransportSettings;
import dev.imagemirror.images.Image;
import dev.imagemirror.images.Images;
import dev.imagemirror.images.Pusher;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.ImageIndex;
import dev.imagemirror.oci.ImageManifest;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.servers.Crane;
import dev.imagemirror.servers.RegistryOptions;
import dev.imagemirror.servers.RegistryServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The client against distribution v3, the target with a password; crane judges.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegistryClientIT {
    private final RegistryServer from = RegistryServer.start(RegistryOptions.named("client-source"));
    private final RegistryServer to =
            RegistryServer.start(RegistryOptions.named("client-target").withPassword());
    private final Transport transport = new ApacheTransport(TransportSettings.of(new NetworkPolicy(true, false)));
    private final Hosts hosts = new Hosts();
    private final Authenticator authenticator = new Authenticator(transport, System::nanoTime);
    private final Images images = new Images(3);

    @AfterAll
    void close() {
        transport.close();
        from.close();
        to.close();
    }

    @Test
    void copiesImagesAndIndexes(@TempDir Path folder) {
        Crane crane = new Crane(folder).login(to.address(), RegistryServer.USER, RegistryServer.PASSWORD);
        List<Image> kinds = List.of(
                images.single(3, 2_000_000),
                images.docker(2, 1000),
                images.attested("linux/amd64", "linux/arm64"),
                images.dockerList("linux/amd64", "linux/arm64"));
        for (int i = 0; i < kinds.size(); i++) {
            Tag tag = new Tag("v" + i);
            new Pusher().push(kinds.get(i), from.address() + "/app", tag.text());

            copy(source("app"), target("app"), tag);

            String held =
                    crane.run("digest", to.address() + "/app:" + tag).orThrow().stdout();
            assertThat(held).startsWith(kinds.get(i).digest());
            assertThat(source("app").resolve(tag))
                    .isEqualTo(target("app").resolve(tag))
                    .isPresent();
        }
    }

    /// To a digest that is right it answers 304, to another one as if nobody had asked about it.
    @Test
    void saysWhetherATagStillNamesWhatItNamed() {
        new Pusher().push(images.single(1, 100), from.address() + "/same", "v1");
        Tag tag = new Tag("v1");
        Digest digest = source("same").resolve(tag).orElseThrow().digest();

        assertThat(source("same").named(tag, digest)).contains(digest);
        assertThat(source("same").named(tag, Digest.of(new byte[0]))).contains(digest);
        assertThat(source("same").named(new Tag("v2"), digest)).isEmpty();
    }

    @Test
    void listsAllAtOnceAndByPages() {
        new Pusher().push(images.single(1, 100), from.address() + "/many", "v0");
        Manifest manifest = source("many").fetch(new Tag("v0")).orElseThrow();
        ContentTarget many = client(Credentials.NONE).target(repository(from, "many"));
        IntStream.range(1, 1_100).forEach(i -> many.tag(manifest, new Tag("v" + i)));

        assertThat(source("many").tags().orElseThrow().tags()).hasSize(1_100).isSorted();
        hosts.habits(Origin.of(URI.create(from.url()))).remember(Paging.ASKED);
        assertThat(source("many").tags().orElseThrow().tags()).hasSize(1_100).isSorted();
    }

    @Test
    void whatIsNotThereIsEmpty() {
        new Pusher().push(images.single(1, 100), from.address() + "/some", "v1");

        assertThat(source("none").tags()).isEmpty();
        assertThat(source("some").resolve(new Tag("v2"))).isEmpty();
        assertThat(source("some").fetch(Digest.of(new byte[0]))).isEmpty();
    }

    @Test
    void aWrongPasswordIsTheCredentialsFault() {
        ContentTarget target = client(credentials("wrong")).target(repository(to, "app"));

        ContentException e = catchThrowableOfType(ContentException.class, target::tags);

        assertThat(e.failure().kind()).isEqualTo(FailureKind.UNAUTHORIZED);
        assertThat(e.getMessage()).doesNotContain("wrong");
    }

    private static void copy(ContentSource source, ContentTarget target, Tag tag) {
        Manifest manifest = source.fetch(tag).orElseThrow();
        copyChildren(source, target, manifest);
        target.tag(manifest, tag);
    }

    private static void copyChildren(ContentSource source, ContentTarget target, Manifest manifest) {
        switch (manifest) {
            case ImageIndex index ->
                index.manifests().forEach(child -> {
                    Manifest fetched = source.fetch(child.digest()).orElseThrow();
                    copyChildren(source, target, fetched);
                    target.push(fetched);
                });
            case ImageManifest image -> {
                List<Descriptor> blobs = new ArrayList<>(image.layers());
                blobs.add(image.config());
                blobs.forEach(blob -> {
                    try (Blob opened = source.open(blob)) {
                        target.push(opened);
                    }
                    assertThat(target.mount(blob, target.repository())).isTrue();
                });
            }
        }
    }

    private ContentSource source(String path) {
        return client(Credentials.NONE).source(repository(from, path));
    }

    private ContentTarget target(String path) {
        return client(credentials(RegistryServer.PASSWORD)).target(repository(to, path));
    }

    private Credentials credentials(String password) {
        return Credentials.of(repository(to, "x").registry(), new Credential.Basic(RegistryServer.USER, password));
    }

    private RegistryClient client(Credentials credentials) {
        return new RegistryClient(authenticator, credentials, RegistrySettings.of(registry -> true, hosts));
    }

    private static Repository repository(RegistryServer server, String path) {
        return Repository.parse(server.address() + "/" + path);
    }
}
