package dev.imagemirror.demo;

import dev.imagemirror.servers.ApiServer;
import dev.imagemirror.servers.Etcd;
import dev.imagemirror.servers.FreePort;
import dev.imagemirror.servers.HttpProbe;
import dev.imagemirror.servers.Launch;
import dev.imagemirror.servers.RegistryOptions;
import dev.imagemirror.servers.RegistryServer;
import dev.imagemirror.servers.ServerBinaries;
import dev.imagemirror.servers.ServerFolder;
import dev.imagemirror.servers.ServerProcess;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/// Starts servers whose data and logs are in one temporary folder, and ends them.
final class DemoServers {

    private static final String NAMESPACE = "imagemirror-system";

    private final Path folder = ServerFolder.create("demo");
    private final Deque<Runnable> endings = new ArrayDeque<>();
    private boolean closed;

    DemoServers() {
        System.setProperty(ServerFolder.PARENT_PROPERTY, folder.toString());
    }

    Path folder() {
        return folder;
    }

    KubernetesApi startCluster() {
        Etcd etcd = Etcd.start();
        endLater(etcd::close);
        ApiServer server = ApiServer.start(etcd);
        endLater(server::close);
        return new KubernetesApi(server.access(), server.kubeconfigFile());
    }

    RegistryServer startRegistry(RegistryOptions options) {
        RegistryServer registry = RegistryServer.start(options);
        endLater(registry::close);
        return registry;
    }

    /// Starts the packaged operator as a process of its own, with settings that allow registries on this machine.
    ServerProcess startOperator(KubernetesApi cluster, RegistryServer source, RegistryServer target) {
        cluster.createNamespace(NAMESPACE);
        int port = FreePort.find();
        Launch launch = Launch.of(
                        "operator",
                        Path.of(System.getProperty("java.home"), "bin/java"),
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-jar",
                        ServerBinaries.project()
                                .resolve("target/quarkus-app/quarkus-run.jar")
                                .toString())
                .withEnvironment("KUBECONFIG", cluster.kubeconfig().toString())
                .withEnvironment("KUBERNETES_NAMESPACE", NAMESPACE)
                .withEnvironment("QUARKUS_HTTP_HOST", "127.0.0.1")
                .withEnvironment("QUARKUS_HTTP_PORT", Integer.toString(port))
                .withEnvironment("IMAGEMIRROR_NETWORK_ALLOW_LOOPBACK", "true")
                .withEnvironment("IMAGEMIRROR_PLAIN_HTTP_HOSTS", source.address() + "," + target.address())
                .withEnvironment("IMAGEMIRROR_LEADER_ELECTION_ENABLED", "true");
        String ready = "http://127.0.0.1:" + port + "/q/health/ready";
        ServerProcess operator = ServerProcess.start(launch, () -> HttpProbe.isOk(ready));
        endLater(operator::close);
        return operator;
    }

    /// Ends what was started last first, then removes the folder.
    synchronized void close() {
        closed = true;
        while (!endings.isEmpty()) {
            endings.pop().run();
        }
        ServerFolder.delete(folder);
    }

    /// A server that became ready too late is ended at once.
    private synchronized void endLater(Runnable ending) {
        if (closed) {
            ending.run();
        } else {
            endings.push(ending);
        }
    }
}
