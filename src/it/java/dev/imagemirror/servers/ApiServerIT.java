package dev.imagemirror.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ApiServerIT {

    @Test
    void anOutageKeepsWhatIsStoredAndAnEndRemovesIt() {
        Path folder;
        try (Etcd etcd = Etcd.start();
                ApiServer server = ApiServer.start(etcd)) {
            folder = server.folder();
            Kubectl kubectl = new Kubectl(server.kubeconfigFile());
            kubectl.run("create", "namespace", "kept").orThrow();

            server.stop();
            assertThat(kubectl.run("get", "namespaces").stderr()).contains("refused");
            server.restart();

            assertThat(kubectl.run("get", "namespace", "kept").exitCode()).isZero();
        }
        assertThat(folder).doesNotExist();
    }
}
