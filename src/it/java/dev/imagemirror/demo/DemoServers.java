package dev.imagemirror.demo;

import dev.imagemirror.servers.ApiServer;
import dev.imagemirror.servers.Etcd;
import dev.imagemirror.servers.OperatorProcess;
import dev.imagemirror.servers.RegistryOptions;
import dev.imagemirror.servers.RegistryServer;
import dev.imagemirror.servers.ServerFolder;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Starts servers whose data and logs are in one temporary folder, and ends them.
final class DemoServers {

    /// Where the example goes, which names none.
    private static final String NAMESPACE = "default";

    private static final String HEAP = "128m";

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

    OperatorProcess startOperator(KubernetesApi cluster, RegistryServer source, RegistryServer target) {
        OperatorProcess operator = OperatorProcess.start(new OperatorProcess.Options(
                cluster.kubeconfig(), NAMESPACE, List.of(source.address(), target.address()), HEAP));
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
