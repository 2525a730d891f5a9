package dev.imagemirror.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestClusterIT {

    private final Kubectl kubectl = TestCluster.kubectl();

    @Test
    void theAdministratorSeesTheNamespaces() {
        assertThat(kubectl.run("get", "ns").orThrow().stdout()).contains("default", "kube-system", "Active");
    }

    @Test
    void aServiceAccountMayNoMoreThanItsRolesSay(@TempDir Path folder) {
        kubectl.run("create", "serviceaccount", "somebody").orThrow();
        String token =
                kubectl.run("create", "token", "somebody").orThrow().stdout().strip();
        Kubectl somebody = new Kubectl(TestCluster.access().writeKubeconfig(folder.resolve("kubeconfig"), token));

        assertThat(somebody.run("get", "configmaps").stderr())
                .contains("Forbidden", "system:serviceaccount:default:somebody");
        kubectl.run("create", "role", "reader", "--verb=list", "--resource=configmaps")
                .orThrow();
        kubectl.run("create", "rolebinding", "somebody", "--role=reader", "--serviceaccount=default:somebody")
                .orThrow();
        await().until(() -> somebody.run("get", "configmaps").exitCode() == 0);
        assertThat(somebody.run("get", "secrets").stderr()).contains("Forbidden");
    }

    @Test
    void theControllersCollectGarbageAndEndNamespaces() {
        TestCluster.startControllerManager();
        kubectl.run("create", "namespace", "short-lived").orThrow();
        kubectl.run("create", "configmap", "left-over", "-n", "short-lived").orThrow();

        // It waits until the namespace is gone.
        kubectl.run("delete", "namespace", "short-lived", "--timeout=50s").orThrow();
        assertThat(kubectl.run("get", "serviceaccount", "default").exitCode()).isZero();
    }

    @Test
    void helmInstallsAChart(@TempDir Path folder) {
        Helm helm = new Helm(folder, TestCluster.kubeconfigFile());
        String chart = folder.resolve("chart").toString();
        helm.run("create", chart).orThrow();

        assertThat(helm.run("template", "app", chart).orThrow().stdout()).contains("kind: Deployment");
        helm.run("install", "app", chart).orThrow();
        assertThat(kubectl.run("get", "deployment", "app-chart").exitCode()).isZero();
    }

    @Test
    void theClientOfTheOperatorFindsTheClusterByTheSystemPropertyOfTheTestResource() {
        try {
            new ClusterTestResource().start();
            Config config = Config.autoConfigure(null);

            try (KubernetesClient client =
                    new KubernetesClientBuilder().withConfig(config).build()) {
                assertThat(config.isTrustCerts()).isFalse();
                assertThat(client.getKubernetesVersion().getGitVersion()).startsWith("v1.34");
                assertThat(client.namespaces().withName("default").get()).isNotNull();
            }
        } finally {
            System.clearProperty("kubeconfig");
        }
    }
}
