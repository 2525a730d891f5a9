package dev.imagemirror.servers;

import java.nio.file.Path;

/// The few controllers of kube-controller-manager that an operator relies on: garbage collection, the end of
/// namespaces, ServiceAccounts and their token Secrets, aggregated ClusterRoles.
public final class ControllerManager implements AutoCloseable {

    private static final String CONTROLLERS = String.join(
            ",",
            "garbage-collector-controller",
            "namespace-controller",
            "serviceaccount-controller",
            "serviceaccount-token-controller",
            "clusterrole-aggregation-controller");

    private final ServerProcess process;

    private ControllerManager(ServerProcess process) {
        this.process = process;
    }

    public static ControllerManager start(ApiServer server) {
        return start(server.access(), server.kubeconfigFile(), server.serviceAccountKey());
    }

    static ControllerManager start(ClusterAccess access, Path kubeconfig, Path serviceAccountKey) {
        Launch launch = Launch.of(
                "kube-controller-manager",
                ServerBinaries.path("kube-controller-manager"),
                "--kubeconfig=" + kubeconfig,
                "--controllers=" + CONTROLLERS,
                "--service-account-private-key-file=" + serviceAccountKey,
                "--leader-elect=false",
                // It serves nothing that is asked for here: the sign of life is what it does.
                "--secure-port=0");
        return new ControllerManager(
                ServerProcess.start(launch, () -> access.isOk("/api/v1/namespaces/default/serviceaccounts/default")));
    }

    @Override
    public void close() {
        process.close();
    }
}
