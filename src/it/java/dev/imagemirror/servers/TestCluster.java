package dev.imagemirror.servers;

import java.nio.file.Path;
import java.util.Properties;

/// The one cluster of this JVM, started when it is first asked for. It ends with the JVM.
///
/// Quarkus loads this class once for each application that it starts in the JVM, and each would start servers of its
/// own. That is why the cluster is known by system properties and not by a field.
public final class TestCluster {

    // Not below "imagemirror.", where the application takes every name that it does not know for a mistake.
    private static final String URL = "test-cluster.url";
    private static final String TOKEN = "test-cluster.token";
    private static final String CERTIFICATES = "test-cluster.certificates";
    private static final String KUBECONFIG = "test-cluster.kubeconfig";
    private static final String SERVICE_ACCOUNT_KEY = "test-cluster.serviceAccountKey";
    private static final String CONTROLLER_MANAGER = "test-cluster.controllerManager";

    private TestCluster() {}

    /// How to reach the API server.
    public static ClusterAccess access() {
        Properties cluster = started();
        return new ClusterAccess(
                cluster.getProperty(URL), cluster.getProperty(TOKEN), cluster.getProperty(CERTIFICATES));
    }

    /// The administrator's kubeconfig, as a file.
    public static Path kubeconfigFile() {
        return Path.of(started().getProperty(KUBECONFIG));
    }

    /// kubectl as the administrator.
    public static Kubectl kubectl() {
        return new Kubectl(kubeconfigFile());
    }

    /// Starts the [ControllerManager] as well, unless it runs already.
    public static void startControllerManager() {
        Properties cluster = started();
        synchronized (cluster) {
            if (cluster.getProperty(CONTROLLER_MANAGER) == null) {
                Path key = Path.of(cluster.getProperty(SERVICE_ACCOUNT_KEY));
                ControllerManager.start(access(), kubeconfigFile(), key);
                cluster.setProperty(CONTROLLER_MANAGER, "started");
            }
        }
    }

    /// The system properties, after those of the cluster were added. Nothing closes the servers: their supervisors do,
    /// when this JVM is gone.
    private static Properties started() {
        Properties cluster = System.getProperties();
        synchronized (cluster) {
            if (cluster.getProperty(URL) == null) {
                ApiServer server = ApiServer.start(Etcd.start());
                cluster.setProperty(TOKEN, server.access().adminToken());
                cluster.setProperty(CERTIFICATES, server.access().certificates());
                cluster.setProperty(KUBECONFIG, server.kubeconfigFile().toString());
                cluster.setProperty(
                        SERVICE_ACCOUNT_KEY, server.serviceAccountKey().toString());
                cluster.setProperty(URL, server.url());
            }
        }
        return cluster;
    }
}
