package dev.imagemirror.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.images.Image;
import dev.imagemirror.images.Images;
import dev.imagemirror.images.Pusher;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryServerIT {

    private final Image image = new Images(1).single(2, 1000);

    @Test
    void itsRequestsAreCountedAndLogged() throws Exception {
        try (RegistryServer registry = RegistryServer.start(RegistryOptions.named("counted"))) {
            new Pusher().push(image, registry.address() + "/app", "v1");

            assertThat(registry.requests("manifest", "put")).isEqualTo(1);
            assertThat(registry.requests("blob-upload", "post")).isEqualTo(3);
            assertThat(Files.readString(registry.log())).contains("PUT /v2/app/manifests/v1 ");
        }
    }

    @Test
    void aRestartKeepsThePortAndWhatIsStored(@TempDir Path folder) {
        try (RegistryServer registry = RegistryServer.start(RegistryOptions.named("restarted"))) {
            Crane crane = new Crane(folder);
            String reference = registry.address() + "/app:v1";
            new Pusher().push(image, registry.address() + "/app", "v1");
            registry.stop();
            assertThat(HttpProbe.isOk(registry.url() + "/")).isFalse();

            registry.restart();

            assertThat(crane.run("digest", reference).orThrow().stdout()).startsWith(image.digest());
        }
    }

    @Test
    void aPasswordIsAskedForAndDeletionIsAllowedOnRequest(@TempDir Path folder) {
        RegistryOptions options =
                RegistryOptions.named("password").withPassword().withDelete().withStorageInMemory();
        try (RegistryServer registry = RegistryServer.start(options)) {
            Crane stranger = new Crane(folder.resolve("stranger"));
            Crane user = new Crane(folder.resolve("user"))
                    .login(registry.address(), RegistryServer.USER, RegistryServer.PASSWORD);
            String byDigest = registry.address() + "/app@" + image.digest();
            Pusher.withLogin(RegistryServer.USER, RegistryServer.PASSWORD)
                    .push(image, registry.address() + "/app", "v1");

            assertThat(stranger.run("digest", byDigest).stderr()).contains("401");
            assertThat(user.run("digest", byDigest).exitCode()).isZero();
            user.run("delete", byDigest).orThrow();
            assertThat(user.run("digest", byDigest).stderr()).contains("404");
        }
    }
}
