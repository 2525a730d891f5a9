package dev.imagemirror.servers;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/// Lets the application under test reach the [TestCluster]; nothing is installed there.
public final class ClusterTestResource implements QuarkusTestResourceLifecycleManager {

    /// Where Fabric8's client looks first. A `@QuarkusTest` reads it from this JVM, a packaged application gets what is
    /// returned here as `-D` arguments.
    private static final String KUBECONFIG = "kubeconfig";

    @Override
    public Map<String, String> start() {
        String file = TestCluster.kubeconfigFile().toString();
        System.setProperty(KUBECONFIG, file);
        return Map.of(KUBECONFIG, file);
    }

    /// The cluster is for all tests of this JVM and ends with it.
    @Override
    public void stop() {}
}
